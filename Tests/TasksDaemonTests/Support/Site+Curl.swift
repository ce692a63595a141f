import ProcessTesting

/// The control socket as a shell script sees it.
extension Site {
  /// The body.
  func curl(_ path: String, _ words: String...) async throws -> String {
    try await fetch(words + ["http://tasksd\(path)"])
  }

  /// The HTTP status.
  func curlStatus(_ path: String, _ words: String...) async throws -> String {
    try await fetch(words + ["--output", "/dev/null", "--write-out", "%{http_code}", "http://tasksd\(path)"])
  }

  private func fetch(_ words: [String]) async throws -> String {
    let child = try await ChildProcess(
      ["/usr/bin/curl", "--silent", "--show-error", "--unix-socket", socket] + words,
      environment: Tasksd.environment, directory: directory)
    children.add(child)
    guard await child.exit == .code(0) else { throw Unexpected("curl: \(child.standardError.text)") }
    return child.standardOutput.text
  }
}
