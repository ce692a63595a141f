import CLinux
import Logging
import Systemd
import TaskModel

/// What has to be done now and then: telling systemd that we live and how it goes, and deleting expired results.
struct Housekeeping: Sendable {
  let parts: DaemonParts
  let notifier: ServiceNotifier
  let logger: Logger

  private static let statusInterval = Duration.seconds(10)
  private static let sweepInterval = Duration.seconds(60)

  /// Until it is cancelled.
  func run() async {
    async let watching: Void = watch()
    async let sweeping: Void = sweep()
    _ = await (watching, sweeping)
  }

  private func watch() async {
    let interval = min(notifier.watchdogInterval.map { $0 / 3 } ?? Self.statusInterval, Self.statusInterval)
    guard notifier.isActive else { return }
    while !Task.isCancelled {
      let liveness = Liveness(parts: parts)
      notifier.status(liveness.text)
      // Not fed when the loops provably stand still: systemd restarts us then, which is the point.
      if liveness.isHealthy { notifier.watchdog() }
      do { try await parts.timer.sleep(until: parts.timer.now + interval) } catch { return }
    }
  }

  private func sweep() async {
    while !Task.isCancelled {
      do { try await parts.timer.sleep(until: parts.timer.now + Self.sweepInterval) } catch { return }
      do throws(BackendError) {
        let removed = try await parts.backend.removeExpiredResults()
        if removed > 0 { logger.debug("\(removed) expired results deleted") }
      } catch {
        // The worker and the beat report outages; here the next minute is soon enough.
        logger.debug("expired results not deleted: \(error)")
      }
      // Memory that a burst of work left behind goes back to the system.
      linux_give_back_memory()
    }
  }
}
