import Synchronization
import TaskModel
import Worker

/// Events in order, with waiting for the next of a kind.
final class EventRecord: Sendable {
  private struct State {
    var events: [WorkerEvent] = []
    var watchers: [(matches: @Sendable (WorkerEvent) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func add(_ event: WorkerEvent) {
    let reached = state.withLock { state in
      state.events.append(event)
      let reached = state.watchers.filter { $0.matches(event) }.map(\.continuation)
      state.watchers.removeAll { $0.matches(event) }
      return reached
    }
    for continuation in reached { continuation.resume() }
  }

  func wait(for matches: @escaping @Sendable (WorkerEvent) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.events.contains(where: matches) { return true }
        state.watchers.append((matches, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  var endings: [TaskEnding.Outcome] { allEndings.map(\.outcome) }

  var allEndings: [TaskEnding] {
    state.withLock { state in
      state.events.compactMap { event in
        if case .ended(let ending) = event { ending } else { nil }
      }
    }
  }

  func count(where matches: (WorkerEvent) -> Bool) -> Int { state.withLock { $0.events.count(where: matches) } }

  func sum(of value: (WorkerEvent) -> Int) -> Int { state.withLock { $0.events.reduce(0) { $0 + value($1) } } }
}
