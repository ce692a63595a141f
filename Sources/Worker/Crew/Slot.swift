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
  private let ended: @Sendable (_ slot: Slot, _ wasGivenUp: Bool) -> Void
  private let state = Mutex(State())

  /// - Parameter ended: the slot needs its thread no more.
  init(
    number: Int, crew: Int, thread: WorkerThread, buffer: DeliveryBuffer, runner: Runner,
    ended: @escaping @Sendable (_ slot: Slot, _ wasGivenUp: Bool) -> Void
  ) {
    self.number = number
    self.crew = crew
    self.thread = thread
    self.buffer = buffer
    self.runner = runner
    self.ended = ended
  }

  /// What it runs. Stays when that was given up: by it the pool finds the slot whose place is to be filled.
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
      switch await runner.process(claimed, task: task, begins: begin) {
      case .goesOn:
        begin(nil)
      case .taskWasCancelled:
        begin(nil)
        buffer.putDown(number)
        return start()
      case .wasGivenUp:
        return ended(self, true)
      }
    }
    ended(self, false)
  }

  private func begin(_ run: Run?) { state.withLock { $0.current = run } }
}
