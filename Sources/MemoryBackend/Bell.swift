import Synchronization

/// Rings the streams of those who listen to a key. A listener that is busy finds one ring waiting, however often it rang
/// meanwhile.
final class Bell<Key: Hashable & Sendable>: Sendable {
  private struct State {
    var lastID = 0
    var listeners: [Key: [Int: AsyncStream<Void>.Continuation]] = [:]
  }

  private let state = Mutex(State())

  /// Hears every ring from now on, also before the first element is asked for.
  func listen(to key: Key) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state in
      state.lastID += 1
      state.listeners[key, default: [:]][state.lastID] = continuation
      return state.lastID
    }
    continuation.onTermination = { [weak self] _ in self?.remove(id, of: key) }
    return stream
  }

  func ring(_ keys: [Key]) {
    let ringing = state.withLock { state in
      keys.flatMap { key in state.listeners[key].map { Array($0.values) } ?? [] }
    }
    for listener in ringing { listener.yield() }
  }

  private func remove(_ id: Int, of key: Key) {
    state.withLock { state in
      state.listeners[key]?.removeValue(forKey: id)
      if state.listeners[key]?.isEmpty == true { state.listeners.removeValue(forKey: key) }
    }
  }
}
