package import Glibc
import Synchronization
import WorkerThreads

/// A process of ours: its output line by line, its end as an event.
///
/// Two threads of its own serve it: one starts it and waits for its end, one reads what it writes. The kernel kills it
/// when the first of them goes (setpriv's --pdeathsig), so it does not outlive a test run that is killed.
package final class ChildProcess: Sendable {
  package struct CannotStart: Error {
    let program: String
    let code: Int32
  }

  private struct State {
    var process: pid_t?
    var status: Int32 = 0
    var exit: ProcessExit?
    var waiting: [CheckedContinuation<ProcessExit, Never>] = []
  }

  package let standardOutput = OutputLines()
  package let standardError = OutputLines()
  private let state = Mutex(State())

  /// - Parameters:
  ///   - words: the program's path, and its arguments.
  ///   - environment: all of it; nothing is inherited.
  ///   - descriptor: what the process finds as its descriptor 3.
  package init(_ words: [String], environment: [String: String], directory: String, descriptor: CInt? = nil)
    async throws
  {
    let (output, errors, end) = (try Pipe(), try Pipe(), try Pipe())
    let spawning = Spawning(
      words: ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--", "/usr/bin/env", "-C", directory, "--"] + words,
      environment: environment, output: output.writing, errors: errors.writing, descriptor: descriptor)
    let waiter = try WorkerThread(name: "child")
    let code: Int32 = await withCheckedContinuation { started in
      waiter.perform {
        let (process, code) = spawning.run()
        self.state.withLock { $0.process = code == 0 ? process : nil }
        output.closeWriting()
        errors.closeWriting()
        started.resume(returning: code)
        if code == 0 { self.reap(process) }
        end.tell()
        waiter.stop()
      }
    }
    guard code == 0 else { throw CannotStart(program: words.first ?? "", code: code) }
    let reader = try WorkerThread(name: "child output")
    reader.perform {
      PipeReader(pipes: [(output, self.standardOutput), (errors, self.standardError)], end: end).run()
      self.finish()
      reader.stop()
    }
  }

  /// The process stays a zombie until the lock is ours: its number cannot be another's when `send` uses it.
  private func reap(_ process: pid_t) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    state.withLock { state in
      waitpid(process, &state.status, 0)
      state.process = nil
    }
  }

  /// It has ended, and all it wrote was read.
  private func finish() {
    standardOutput.end()
    standardError.end()
    let (exit, waiting) = state.withLock { state in
      let exit = ProcessExit(status: state.status)
      state.exit = exit
      defer { state.waiting = [] }
      return (exit, state.waiting)
    }
    for continuation in waiting { continuation.resume(returning: exit) }
  }

  /// Nil once it has ended.
  package var processID: pid_t? { state.withLock { $0.process } }

  package func send(_ signal: Int32) {
    state.withLock { state in
      if let process = state.process { kill(process, signal) }
    }
  }

  /// Waits for its end.
  package var exit: ProcessExit {
    get async {
      await withCheckedContinuation { continuation in
        let exit: ProcessExit? = state.withLock { state in
          if state.exit == nil { state.waiting.append(continuation) }
          return state.exit
        }
        if let exit { continuation.resume(returning: exit) }
      }
    }
  }
}
