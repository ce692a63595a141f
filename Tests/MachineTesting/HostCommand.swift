import Glibc
import ProcessTesting

/// A command of the machine that the tests run on.
package enum HostCommand {
  package static func run(_ words: [String], environment: [String: String] = [:]) async throws -> CommandOutput {
    let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    let child = try await ChildProcess(
      ["/usr/bin/env", "--"] + words, environment: ["PATH": path, "LC_ALL": "C.UTF-8"].merging(environment) { $1 },
      directory: "/")
    let exit = await withTaskCancellationHandler {
      await child.exit
    } onCancel: {
      child.send(SIGKILL)
    }
    return CommandOutput(
      words: words, exit: exit, output: child.standardOutput.text, errors: child.standardError.text)
  }
}
