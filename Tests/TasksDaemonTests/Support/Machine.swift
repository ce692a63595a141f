import Glibc

/// What this machine lets a test do.
enum Machine {
  static let canSwitchUser = getuid() == 0
}

extension Site {
  /// One command as a user to whom nothing here belongs; the configuration is kept from him.
  func runAsNobody(_ words: [String]) async throws -> Tasksd.Reply {
    chmod(configuration, 0o600)
    let program = ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"]
    let child = try await ChildProcess(
      program + [Tasksd.path] + words + ["--config", configuration], environment: Tasksd.environment,
      directory: directory)
    children.add(child)
    let exit = await child.exit
    return Tasksd.Reply(
      words: words, exit: exit, output: child.standardOutput.text, errors: child.standardError.text)
  }
}
