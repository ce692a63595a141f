import Synchronization
import Tasks

/// Rings when another transaction says that it has put something into the outbox. It has a connection of its own, as long as
/// somebody listens.
final class OutboxListener: Sendable {
  private struct State {
    var listeners = ListenerList()
    var watch: OutboxWatch?
    var isClosed = false
  }

  private let address: PostgresAddress
  private let library: LibPQ
  private let state = Mutex(State())

  init(at address: PostgresAddress, library: LibPQ) {
    self.address = address
    self.library = library
  }

  /// Hears every ring from now on. A listener that is busy finds one ring waiting, however often it rang meanwhile.
  func listen() -> AsyncStream<Void> {
    let (stream, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number: UInt64? = state.withLock { state in state.isClosed ? nil : state.listeners.add(listener) }
    guard let number else {
      listener.finish()
      return stream
    }
    listener.onTermination = { [weak self] _ in self?.remove(number) }
    watch()
    return stream
  }

  /// Ends every stream, also those that are asked for later.
  func close() {
    let (ending, watch) = state.withLock { state in
      state.isClosed = true
      defer { state.listeners.removeAll() }
      return (state.listeners.all, state.watch.take())
    }
    watch?.stop()
    for listener in ending { listener.finish() }
  }

  private func watch() {
    state.withLock { state in
      if state.watch != nil || state.isClosed { return }
      state.watch = OutboxWatch(address, library) { [weak self] in self?.ring() }
    }
  }

  private func ring() {
    for listener in state.withLock({ $0.listeners.all }) { listener.yield() }
  }

  private func remove(_ number: UInt64) {
    let unneeded = state.withLock { state in
      state.listeners.remove(number)
      return state.listeners.isEmpty ? state.watch.take() : nil
    }
    unneeded?.stop()
  }

  deinit { close() }
}
