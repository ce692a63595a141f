import Glibc

/// A program that was started here, and ends with this object at the latest. Its output goes to a file.
final class Child: Sendable {
  let pid: pid_t
  let output: String

  init(_ program: String, _ arguments: [String], environment: [String: String] = [:], output: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var pid: pid_t = 0
    let variables = environment.map { "\($0.key)=\($0.value)" } + ["PATH=/usr/bin:/bin"]
    let code = Self.withPointers([program] + arguments) { argv in
      Self.withPointers(variables) { envp in posix_spawn(&pid, program, &actions, nil, argv, envp) }
    }
    guard code == 0 else { throw BenchError.system("cannot start \(program)", code) }
    self.pid = pid
    self.output = output
  }

  deinit { end() }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Blocks until it ended. Returns how (0: well). Again: returns at once.
  @discardableResult
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
    return status
  }

  /// Ends it whatever it does.
  func end() {
    var status: Int32 = 0
    // Only while it is still ours: after a wait the number may be another's.
    guard waitpid(pid, &status, WNOHANG) == 0 else { return }
    signal(SIGKILL)
    wait()
  }

  private static func withPointers<Result>(
    _ words: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      // Never empty: the closing nil is there.
      guard let base = buffer.baseAddress else { return withPointers(words, body) }
      return body(base)
    }
  }
}
