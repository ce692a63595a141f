import Glibc

/// How long the present step of a connection may wait for other writers, and whether it is still wanted. On the connection's
/// thread only.
final class BusyWait: @unchecked Sendable {
  private let timeout: Double
  private var deadline = 0.0
  /// That of the present step; nil: it is not to be given up.
  private(set) var flag: Flag?

  init(timeout: Duration) {
    let (seconds, attoseconds) = timeout.components
    self.timeout = Double(seconds) + Double(attoseconds) / 1e18
  }

  /// A new step begins.
  func begin(_ flag: Flag?) {
    self.flag = flag
    deadline = Self.now + timeout
  }

  var isCancelled: Bool { flag?.isRaised ?? false }

  /// Called by SQLite while another connection holds a lock. Other processes let go of locks without telling anyone, so
  /// this looks again after a while, at most 20 ms. False: wait no longer.
  func wait(tries: Int) -> Bool {
    if isCancelled || Self.now >= deadline { return false }
    usleep(UInt32(min(20, 1 << min(tries, 5))) * 1000)
    return true
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
