import Synchronization
import TaskModel

/// Takes one message along the road, on whichever thread it was drained, with a crew of its own: when `perform` returns, its
/// outcome is with the broker.
final class InPlaceRun: Sendable {
  private struct State {
    /// What is cancelled to cancel the run.
    var task: Task<Void, Never>?
    var run: Run?
  }

  private let runner: Runner
  /// Rings when the code came back, or was given up.
  private let over = Bell()
  private let state = Mutex(State())

  init(_ runner: Runner) {
    self.runner = runner
    runner.supervisor.onGivingUp { [over] run in
      if runner.giveUp(run) { over.ring() }
    }
  }

  /// When the calling task is cancelled, the run is, and its message goes back to its queue.
  func perform(_ claimed: ClaimedMessage) async {
    runner.load.claimed(1)
    // A broker that is away is told once more at most: whoever drains is told instead of waiting for it.
    runner.settler.giveUp()
    async let settling: Void = runner.settler.run()
    await withTaskCancellationHandler {
      start(claimed)
      await over.wait()
    } onCancel: {
      cancel()
    }
    runner.settler.end()
    await settling
  }

  /// A task of its own, so that it can be cancelled, and given up, without whoever drains.
  private func start(_ claimed: ClaimedMessage) {
    state.withLock { state in
      state.task = Task { [self] in await process(claimed) }
    }
  }

  private func process(_ claimed: ClaimedMessage) async {
    let task = state.withLock { $0.task }
    _ = await Drain.$isRunning.withValue(true) {
      await runner.process(claimed, task: task) { run in state.withLock { $0.run = run } }
    }
    over.ring()
  }

  private func cancel() {
    _ = runner.stopState.raise(to: .cold)
    if let run = state.withLock({ $0.run }) { runner.supervisor.terminate(run, .stopping) }
  }
}
