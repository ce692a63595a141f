import Glibc

/// `CLOCK_MONOTONIC`: the same in all processes.
enum MonotonicTime {
  static var nanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  static var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Blocks.
  static func wait(until nanoseconds: Int64) {
    var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }

  /// What must be added to get the wall clock's time.
  static var toWallClock: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) - nanoseconds
  }

  /// How long `body` takes, in seconds.
  static func seconds<Failure: Error>(of body: () throws(Failure) -> Void) throws(Failure) -> Double {
    let start = seconds
    try body()
    return seconds - start
  }
}
