import CLinux
import Glibc
import Synchronization

/// What posix_spawn(3) needs to know.
struct Spawning: Sendable {
  let words: [String]
  let environment: [String: String]
  let output: CInt
  let errors: CInt
  let descriptor: CInt?

  /// Held while descriptors are made and while a process starts, so that none inherits another's.
  static let lock = Mutex(())

  /// The process and 0, or an error number.
  func run() -> (process: pid_t, code: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process = pid_t()
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads that tests run on block every signal, and a process would inherit that: it could not be asked to end.
    var nothing = sigset_t()
    sigemptyset(&nothing)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let code = Self.lock.withLock { _ in
      // A server that many tests share would otherwise hold what happened to be open when it was started: connections
      // whose end nobody sees, pipes that never end.
      _ = linux_close_on_exec_from(3)
      return posix_spawn(&process, words[0], &actions, &attributes, arguments, variables)
    }
    return (process, code)
  }
}
