import CLinux
import Glibc
import WorkerThreads

/// The signals sent to this process, as a stream. Caught from the first moment on, so none is lost while the daemon starts.
struct SignalSource {
  enum Signal: Int32, CaseIterable {
    case terminate = 15
    case interrupt = 2
    case quit = 3
    case hangUp = 1
    case stopTaking = 20
    case dumpState = 10
  }

  let signals: AsyncStream<Signal>

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw DaemonError(.unavailable, "cannot make a pipe: \(systemText(errno))") }
    let (readEnd, writeEnd) = (ends[0], ends[1])
    // A full pipe must not block the handler; neither end is for children.
    for end in [readEnd, writeEnd] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
    for signal in Signal.allCases { linux_catch_signal(signal.rawValue, writeEnd) }
    // A client that goes away while we write to it is that write's error, not our end.
    _ = signal(SIGPIPE, SIG_IGN)
    let (stream, continuation) = AsyncStream<Signal>.makeStream()
    signals = stream
    let thread = try WorkerThread(name: "signals")
    thread.perform {
      var byte: UInt8 = 0
      while true {
        let count = read(readEnd, &byte, 1)
        if count == 1, let signal = Signal(rawValue: Int32(byte)) { continuation.yield(signal) }
        if count == 0 || (count < 0 && errno != EINTR) { return continuation.finish() }
      }
    }
  }
}
