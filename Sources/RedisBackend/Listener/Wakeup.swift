import Glibc
import TaskModel

/// Wakes a thread that waits for a socket: a pair of sockets of its own.
final class Wakeup: Sendable {
  private let callers: Int32
  private let calls: Int32

  init(place: String) throws(BackendError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw BackendError(
        .unavailable, attempted: "open a connection", place: place,
        reason: "socketpair: \(String(cString: strerror(errno))); see the limit on open files, LimitNOFILE in the unit")
    }
    (calls, callers) = (ends[0], ends[1])
  }

  deinit {
    close(calls)
    close(callers)
  }

  /// From any thread. One that is full wakes all the same.
  func ring() {
    var byte: UInt8 = 1
    _ = send(callers, &byte, 1, Int32(MSG_NOSIGNAL))
  }

  /// Waits for a ring, for the socket (nil: none), or for the time to pass (nil: for ever), and forgets the rings.
  /// - Returns: whether the socket has something to read, or is broken.
  func wait(for socket: Int32?, atMost timeout: Duration?) -> Bool {
    var polled = [pollfd(fd: calls, events: Int16(POLLIN), revents: 0)]
    if let socket { polled.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
    _ = poll(&polled, nfds_t(polled.count), timeout.map(Self.milliseconds) ?? -1)
    if polled[0].revents != 0 {
      withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
        while read(calls, buffer.baseAddress, buffer.count) == buffer.count {}
      }
    }
    return polled.count > 1 && polled[1].revents != 0
  }

  /// Rounded up, so that what was waited for is over.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = max(duration, .zero).components
    let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: min(seconds, 1_000_000) * 1000 + rest)
  }
}
