import Synchronization
import Worker

/// How the daemon was told to end: warm, or cold, which may follow. Never taken back.
final class StopRequest: Sendable {
  private struct State {
    var kind: Worker.Stop?
    var waiting: [(kind: Worker.Stop, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func request(_ kind: Worker.Stop) {
    let reached = state.withLock { state in
      if state.kind != .cold { state.kind = kind }
      let reached = state.waiting.filter { Self.fulfils(state.kind, $0.kind) }
      state.waiting.removeAll { Self.fulfils(state.kind, $0.kind) }
      return reached
    }
    for waiter in reached { waiter.continuation.resume() }
  }

  var isRequested: Bool { state.withLock { $0.kind != nil } }

  /// Returns when this kind of stop was asked for (a cold one is also a warm one), or the calling task is cancelled.
  func wait(for kind: Worker.Stop) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if Self.fulfils(state.kind, kind) || Task.isCancelled { return true }
          state.waiting.append((kind, continuation))
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      let waiting = state.withLock { state in
        defer { state.waiting.removeAll { $0.kind == kind } }
        return state.waiting.filter { $0.kind == kind }
      }
      for waiter in waiting { waiter.continuation.resume() }
    }
  }

  private static func fulfils(_ asked: Worker.Stop?, _ wanted: Worker.Stop) -> Bool {
    switch (asked, wanted) {
    case (.cold, _), (.warm, .warm): true
    default: false
    }
  }
}
