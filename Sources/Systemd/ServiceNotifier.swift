import CSystemd
import Glibc

/// Tells systemd how the daemon is doing (sd_notify(3)). Without a `NOTIFY_SOCKET` nothing happens.
///
/// Every call says whether systemd was told: false when there is nobody to tell, or it could not be reached.
public struct ServiceNotifier: Sendable {
  /// Whether there is somebody to tell.
  public let isActive: Bool
  /// How often systemd wants ``watchdog()`` at the least (`WatchdogSec=`); ping twice as often. Nil: not at all.
  public let watchdogInterval: Duration?

  /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` of the environment.
  public init() {
    isActive = getenv("NOTIFY_SOCKET").map { $0.pointee != 0 } ?? false
    var interval: UInt64 = 0
    let isWatched = sd_watchdog_enabled(0, &interval) > 0 && interval > 0
    watchdogInterval = isWatched ? .microseconds(Int64(clamping: interval)) : nil
  }

  /// Start-up, or a reload, is done.
  @discardableResult public func ready(status: String? = nil) -> Bool { send(["READY=1"], status: status) }

  /// One line for `systemctl status`.
  @discardableResult public func status(_ text: String) -> Bool { send([], status: text) }

  /// A reload began; ``ready(status:)`` ends it. `Type=notify-reload` wants to know when.
  @discardableResult public func reloading(status: String? = nil) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let microseconds = now.tv_sec * 1_000_000 + now.tv_nsec / 1000
    return send(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)"], status: status)
  }

  /// The daemon is on its way down.
  @discardableResult public func stopping(status: String? = nil) -> Bool { send(["STOPPING=1"], status: status) }

  /// Start, stop or watchdog may take this much longer from now on; to be repeated before the time is over.
  @discardableResult public func extendTimeout(_ time: Duration) -> Bool {
    let (seconds, attoseconds) = time.components
    let (whole, overflow) = max(seconds, 0).multipliedReportingOverflow(by: 1_000_000)
    let microseconds =
      overflow ? Int64.max : whole.addingReportingOverflow(attoseconds / 1_000_000_000_000).partialValue
    return send(["EXTEND_TIMEOUT_USEC=\(max(microseconds, 0))"])
  }

  /// Still alive.
  @discardableResult public func watchdog() -> Bool { send(["WATCHDOG=1"]) }

  /// Something is so wrong that systemd shall act as if the watchdog had run out.
  @discardableResult public func watchdogTrigger() -> Bool { send(["WATCHDOG=trigger"]) }

  /// Waits until systemd has read everything said before, so that it can tell whose words they were although the
  /// process ends. Blocks at most `timeout`.
  @discardableResult public func barrier(timeout: Duration = .seconds(5)) -> Bool {
    guard isActive else { return false }
    let (seconds, attoseconds) = timeout.components
    let (whole, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000)
    return sd_notify_barrier(0, overflow ? UInt64.max : whole + UInt64(clamping: attoseconds / 1_000_000_000_000)) > 0
  }

  private func send(_ assignments: [String], status: String? = nil) -> Bool {
    guard isActive else { return false }
    return sd_notify(0, Self.text(assignments, status: status)) > 0
  }

  /// A status is one line; a line break in it would begin another assignment.
  static func text(_ assignments: [String], status: String?) -> String {
    guard let status else { return assignments.joined(separator: "\n") }
    let line = status.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
    return (assignments + ["STATUS=" + String(line)]).joined(separator: "\n")
  }
}
