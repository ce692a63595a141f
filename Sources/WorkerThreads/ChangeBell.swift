import Synchronization

/// Rings those who listen. One who is busy finds one ring waiting, however often it rang meanwhile.
package final class ChangeBell: Sendable {
  private struct Listeners {
    var isClosed = false
    var lastNumber: UInt64 = 0
    var byNumber: [UInt64: AsyncStream<Void>.Continuation] = [:]
  }

  private let listeners = Mutex(Listeners())

  package init() {}

  /// Hears every ring from now on, also before the first element is asked for. Ends when the bell is closed.
  package func listen() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number: UInt64? = listeners.withLock { listeners in
      if listeners.isClosed { return nil }
      listeners.lastNumber += 1
      listeners.byNumber[listeners.lastNumber] = continuation
      return listeners.lastNumber
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in self?.remove(number) }
    return stream
  }

  package func ring() {
    for listener in listeners.withLock({ Array($0.byNumber.values) }) { listener.yield() }
  }

  /// Ends every stream, also those that are asked for later.
  package func close() {
    let ending = listeners.withLock { listeners in
      defer { listeners.byNumber = [:] }
      listeners.isClosed = true
      return Array(listeners.byNumber.values)
    }
    for listener in ending { listener.finish() }
  }

  private func remove(_ number: UInt64) { listeners.withLock { _ = $0.byNumber.removeValue(forKey: number) } }
}
