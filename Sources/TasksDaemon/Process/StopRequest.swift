import Synchronization
import Worker

/// How the daemon was told to end: warm, or cold, which may follow. Never taken back.
final class StopRequest: Sendable {
  private struct Waiter {
    let kind: Worker.Stop
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var kind: Worker.Stop?
    var waiting: [Int: Waiter] = [:]
    var nextWaiter = 0
  }

  private let state = Mutex(State())

  func request(_ kind: Worker.Stop) {
    let reached = state.withLock { state in
      if state.kind != .cold { state.kind = kind }
      let reached = state.waiting.filter { Self.fulfils(state.kind, $0.value.kind) }
      for number in reached.keys { state.waiting[number] = nil }
      return reached
    }
    for waiter in reached.values { waiter.continuation.resume() }
  }

  var isRequested: Bool { state.withLock { $0.kind != nil } }

  /// Returns when this kind of stop was asked for (a cold one is also a warm one), or the calling task is cancelled.
  func wait(for kind: Worker.Stop) async {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if Self.fulfils(state.kind, kind) || Task.isCancelled { return true }
          state.waiting[number] = Waiter(kind: kind, continuation: continuation)
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation.resume()
    }
  }

  private static func fulfils(_ asked: Worker.Stop?, _ wanted: Worker.Stop) -> Bool {
    switch (asked, wanted) {
    case (.cold, _), (.warm, .warm): true
    default: false
    }
  }
}
