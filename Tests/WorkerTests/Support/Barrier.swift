import Synchronization

/// Something a run can wait at until the test lets it pass; also blocks threads.
final class Barrier: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var arrived = 0
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  func arrive() {
    let reached = state.withLock { state in
      state.arrived += 1
      let reached = state.watchers.filter { $0.count <= state.arrived }.map(\.continuation)
      state.watchers.removeAll { $0.count <= state.arrived }
      return reached
    }
    for watcher in reached { watcher.resume() }
  }

  func pass() async {
    arrive()
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if goesOn { continuation.resume() }
    }
  }

  func waitForArrivals(_ count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.arrived >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

extension Barrier {
  /// Waits until the calling task is cancelled.
  static func cancellable() async throws {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    for await _ in stream {}
    withExtendedLifetime(continuation) {}
    try Task.checkCancellation()
  }
}
