import Synchronization
import TaskModel

/// Watches runs from elsewhere than their threads, since a timer on a blocked thread rings too late: cancels at the
/// limits, and gives up what does not answer.
final class Supervisor: Sendable {
  private let options: WorkerOptions
  private let timer: any WallClock
  /// Set once, before anything runs: what to do with a run that does not answer.
  private let giveUp = Mutex<(@Sendable (Run) -> Void)?>(nil)

  init(options: WorkerOptions, timer: any WallClock) {
    self.options = options
    self.timer = timer
  }

  func onGivingUp(_ action: @escaping @Sendable (Run) -> Void) { giveUp.withLock { $0 = action } }

  /// Unstructured: it must run beside the run, not under it. Ends with the run.
  func watch(_ run: Run) {
    if run.limit.soft == nil && run.limit.hard == nil { return }
    run.attach(Task { try? await enforceLimits(on: run) })
  }

  private func enforceLimits(on run: Run) async throws {
    let (soft, hard) = (run.limit.soft, run.limit.hard)
    if let soft, hard.map({ soft < $0 }) ?? true {
      try await timer.sleep(until: run.timerStart + soft)
      run.cancel(.softTimeLimit(soft))
    }
    guard let hard else { return }
    try await timer.sleep(until: run.timerStart + hard)
    run.cancel(.hardTimeLimit(hard))
    try await giveUpAfterGrace(run)
  }

  /// Cancels now, and gives the run up if it does not answer.
  func terminate(_ run: Run, _ reason: CancelReason) {
    run.cancel(reason)
    run.attach(Task { try? await giveUpAfterGrace(run) })
  }

  private func giveUpAfterGrace(_ run: Run) async throws {
    try await timer.sleep(until: timer.now + options.stuckGrace)
    if run.isOver { return }
    giveUp.withLock { $0 }?(run)
  }
}
