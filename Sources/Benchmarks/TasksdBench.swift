import ArgumentParser
import TasksDaemon

/// `tasksd-bench`: measures what is promised in figures and prints one table. It is also the daemon it measures where
/// the measuring needs a task of its own: `tasksd-bench run --config FILE` is a `tasksd` with ``BenchApplication``'s tasks.
@main
enum TasksdBench {
  static func main() async {
    switch CommandLine.arguments.dropFirst().first {
    case "run": await BenchApplication.main()
    case ReferenceReceiver.command: ReferenceReceiver.main()
    default: await BenchCommand.main()
    }
  }
}
