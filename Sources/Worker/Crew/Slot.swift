import Synchronization
import TaskModel
import WorkerThreads

/// A place where one task at a time runs, on one thread.
///
/// One Swift task draws message after message. Cancelling a run cancels that task, so it ends with the run, and the slot
/// goes on with a fresh one. State: `current` and `task` are written by the slot, read by whoever looks or cancels.
final class Slot: Sendable {
  private struct State {
    var task: Task<Void, Never>?
    var current: Run?
  }

  let number: Int
  let crew: Int
  private let thread: WorkerThread
  private let buffer: DeliveryBuffer
  private let runner: Runner
  private let ended: @Sendable (Slot) -> Void
  private let state = Mutex(State())

  init(
    number: Int, crew: Int, thread: WorkerThread, buffer: DeliveryBuffer, runner: Runner,
    ended: @escaping @Sendable (Slot) -> Void
  ) {
    self.number = number
    self.crew = crew
    self.thread = thread
    self.buffer = buffer
    self.runner = runner
    self.ended = ended
  }

  var current: Run? { state.withLock { $0.current } }

  /// Unstructured on purpose: the task must prefer this thread, and outlive a run that does not come back.
  func start() {
    state.withLock { state in
      state.task = Task(executorPreference: thread) { [self] in await draw() }
    }
  }

  private func draw() async {
    let task = state.withLock { $0.task }
    while let claimed = await buffer.next(for: number) {
      let end = await runner.process(claimed, task: task) { run in
        state.withLock { $0.current = run }
      }
      state.withLock { $0.current = nil }
      switch end {
      case .goesOn: continue
      case .taskWasCancelled: return start()
      case .wasGivenUp: return ended(self)
      }
    }
    ended(self)
  }
}
