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
  private static let settlingTime = Duration.seconds(3)
  private static let sweepInterval = Duration.seconds(60)

  /// Until it is cancelled.
  func run() async {
    async let watching: Void = watch()
    async let sweeping: Void = sweep()
    async let unmapping: Void = unmapStartUp()
    _ = await (watching, sweeping, unmapping)
  }

  private func watch() async {
    let interval = min(notifier.watchdogInterval.map { $0 / 3 } ?? Self.statusInterval, Self.statusInterval)
    guard notifier.isActive else { return }
    while !Task.isCancelled {
      let liveness = Liveness(parts: parts)
      notifier.status(liveness.text)
      if liveness.isStoreAway && !parts.isReady { notifier.extendStart() }
      // Not fed when the loops provably stand still: systemd restarts us then, which is the point.
      if liveness.isHealthy { notifier.watchdog() }
      do { try await parts.timer.sleep(until: parts.timer.now + interval) } catch { return }
    }
  }

  /// Most of the code that is mapped once the daemon is ready was needed by the start only. What is needed again comes
  /// back from the page cache; docs/decisions/0009 says what this saves and what it does not.
  private func unmapStartUp() async {
    do { try await parts.timer.sleep(until: parts.timer.now + Self.settlingTime) } catch { return }
    linux_unmap_idle_code()
    linux_give_back_memory()
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
