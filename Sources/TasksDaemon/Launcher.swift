import ArgumentParser
import Glibc
public import Tasks

extension TaskApplication {
  /// The whole of `tasksd`, with this application's tasks: `@main` calls it.
  public static func main() async {
    Application.set(self)
    await Launcher.runApart()
  }
}

/// Reads the command line, runs the command, ends with its exit code.
enum Launcher {
  /// Runs the command at the medium priority. The main task has a raised one, and so would all that it starts: Dispatch
  /// then lowers the nice value of its threads, as root indeed, and otherwise in vain, with a line on stderr for it.
  /// A continuation, since a task that is awaited gets the priority of the one that waits.
  /// Does not return: the command ends the process.
  static func runApart() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in
      Task.detached(priority: .medium) { await run() }
    }
  }

  private static func run() async -> Never {
    let words = CommandWords(CommandLine.arguments.dropFirst().map { $0 }).withEnvironment()
    do {
      var command = try RootCommand.parseAsRoot(words)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      exit(0)
    } catch let error as DaemonError {
      if !error.description.isEmpty { Terminal.fail("tasksd: \(error)") }
      exit(error.code.rawValue)
    } catch {
      RootCommand.exit(withError: error)
    }
  }
}
