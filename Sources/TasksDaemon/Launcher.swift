import ArgumentParser
import Glibc
public import Tasks

extension TaskApplication {
  /// The whole of `tasksd`, with this application's tasks: `@main` calls it.
  public static func main() async { await Launcher.run(self) }
}

/// Reads the command line, runs the command, ends with its exit code.
enum Launcher {
  static func run(_ application: any TaskApplication.Type) async -> Never {
    Application.set(application)
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
