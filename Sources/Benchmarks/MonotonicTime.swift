import Glibc

/// `CLOCK_MONOTONIC`: the same in all processes.
enum MonotonicTime {
  static var nanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  static var seconds: Double { Double(nanoseconds) / 1e9 }

  /// How long `body` takes, in seconds.
  static func seconds<Failure: Error>(of body: () throws(Failure) -> Void) throws(Failure) -> Double {
    let start = seconds
    try body()
    return seconds - start
  }
}
