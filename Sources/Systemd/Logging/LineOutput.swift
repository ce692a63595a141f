import Glibc
import Synchronization

/// Where lines of text go: each is written whole, one after the other, from any thread.
///
/// A reader that is gone (EPIPE) ends the output for good, silently, since there is nobody left to tell. One that does
/// not keep up (EAGAIN on a stream that does not block) is waited for a second; then the rest of the line is lost, and
/// the next line begins on a fresh one.
public final class LineOutput: Sendable {
  /// Milliseconds.
  private static let patience: CInt = 1000

  private struct State {
    var isOpen = true
    var isMidLine = false
  }

  private let descriptor: CInt
  private let state = Mutex(State())

  public static let standardError = LineOutput(STDERR_FILENO)

  /// The descriptor stays the caller's. Has the process ignore SIGPIPE, which would otherwise end it when a reader leaves.
  public init(_ descriptor: CInt) {
    self.descriptor = descriptor
    signal(SIGPIPE, SIG_IGN)
  }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes the line, which ends in a line break, with one write(2) as long as the system takes it whole.
  public func write(_ line: [UInt8]) {
    state.withLock { state in
      guard state.isOpen else { return }
      if state.isMidLine { send([0x0A], &state) }
      if !state.isMidLine { send(line[...], &state) }
    }
  }

  private func send(_ bytes: ArraySlice<UInt8>, _ state: inout State) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
        state.isMidLine = !rest.isEmpty
        continue
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN, isReadyInTime() { continue }
      if count < 0, errno != EAGAIN, errno != ENOSPC { state.isOpen = false }
      return
    }
  }

  private func isReadyInTime() -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    let isReady = poll(&entry, 1, Self.patience) > 0
    errno = EAGAIN
    return isReady
  }
}
