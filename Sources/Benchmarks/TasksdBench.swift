import ArgumentParser
import TasksDaemon

/// `tasksd-bench`: measures what is promised in figures and prints one table. It is also the daemon it measures where
/// the measuring needs a task of its own: `tasksd-bench run --config FILE` is a `tasksd` with ``BenchApplication``'s tasks.
@main
enum TasksdBench {
  static func main() async {
    if CommandLine.arguments.dropFirst().first == "run" {
      await BenchApplication.main()
    } else {
      await BenchCommand.main()
    }
  }
}
