import Glibc

/// What poll(2) found.
struct Readiness {
  /// Something can be read from the connection, or written to it, or it is lost.
  let isConnectionReady: Bool
  let isRung: Bool
  /// Neither came in time.
  var hasTimedOut: Bool { !isConnectionReady && !isRung }

  /// Waits until one of the two is there.
  /// - Parameter milliseconds: -1: for ever.
  static func wait(for events: CInt, on connection: CInt, or pipe: WakePipe?, atMost milliseconds: CInt) -> Readiness {
    var polled = [
      pollfd(fd: connection, events: Int16(truncatingIfNeeded: events), revents: 0),
      pollfd(fd: pipe?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    // A signal is none of the three: the time starts anew.
    while poll(&polled, nfds_t(polled.count), milliseconds) < 0 && errno == EINTR {}
    return Readiness(isConnectionReady: polled[0].revents != 0, isRung: polled[1].revents != 0)
  }
}
