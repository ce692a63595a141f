import Synchronization

/// Says once that the server stops, to whoever has registered.
final class StopSignal: Sendable {
  private struct State {
    var isStopped = false
    var actions: [UInt64: @Sendable () -> Void] = [:]
    var lastKey: UInt64 = 0
  }

  private let state = Mutex(State())

  func stop() {
    let actions = state.withLock { state in
      defer { state.actions = [:] }
      state.isStopped = true
      return Array(state.actions.values)
    }
    for action in actions { action() }
  }

  /// Runs the operation; calls `onStop` if the server stops meanwhile or has stopped already.
  func notifying<Value>(
    _ onStop: @escaping @Sendable () -> Void, isolation: isolated (any Actor)? = #isolation,
    during operation: () async throws -> Value
  ) async rethrows -> Value {
    let key = register(onStop)
    defer { if let key { state.withLock { $0.actions[key] = nil } } }
    return try await operation()
  }

  private func register(_ action: @escaping @Sendable () -> Void) -> UInt64? {
    let key: UInt64? = state.withLock { state in
      guard !state.isStopped else { return nil }
      state.lastKey += 1
      state.actions[state.lastKey] = action
      return state.lastKey
    }
    if key == nil { action() }
    return key
  }
}
