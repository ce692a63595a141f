import CSpawn
import Glibc

/// A started command: the leader of a process group of its own.
///
/// The leader is not reaped before ``reap()``, so that its number, which is the group's, cannot pass to another process
/// while signals are sent to it.
struct ChildProcess: ~Copyable {
  let pid: pid_t
  /// Readable when the leader ended.
  let exitDescriptor: Descriptor

  /// Starts it; the standard streams are copied. Throws what is wrong with program, directory, user or limits.
  init(_ launch: Launch, input: CInt, output: CInt, error: CInt) throws(CommandProblem) {
    let pid = try launch.start(input: input, output: output, error: error)
    let exit = cspawn_exit_descriptor(pid)
    if exit < 0 {
      let reason = errno
      kill(-pid, SIGKILL)
      GroupGuard.shared.release(pid)
      waitpid(pid, nil, 0)
      throw .system("the started command cannot be watched (pidfd_open(2))", reason)
    }
    self.pid = pid
    exitDescriptor = Descriptor(exit)
  }

  /// To every process of the group; whether there is one to get it.
  @discardableResult
  func signalGroup(_ signal: CInt) -> Bool { kill(-pid, signal) == 0 }

  /// Waits for the leader. To be called once.
  func reap() -> ExitStatus {
    GroupGuard.shared.release(pid)
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return ExitStatus(waitStatus: status)
  }
}
