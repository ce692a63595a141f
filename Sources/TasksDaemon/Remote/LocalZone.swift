import Glibc
import TaskModel

/// The machine's time zone, as Celery's events tell it.
enum LocalZone {
  /// Hours west of UTC.
  static func hoursWest(at now: Timestamp) -> Double {
    var seconds = time_t(now.microseconds / 1_000_000)
    var civil = tm()
    guard localtime_r(&seconds, &civil) != nil else { return 0 }
    // Zero, not minus zero, where both are the same.
    return civil.tm_gmtoff == 0 ? 0 : -Double(civil.tm_gmtoff) / 3600
  }
}
