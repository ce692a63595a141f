import Synchronization

/// Rings those who listen to a topic. A listener that is busy finds one ring waiting, however often it rang meanwhile.
final class Bell: Sendable {
  private struct Listeners {
    var isClosed = false
    var lastNumber: UInt64 = 0
    var byTopic: [Topic: [UInt64: AsyncStream<Void>.Continuation]] = [:]
  }

  private let listeners = Mutex(Listeners())

  /// Hears every ring from now on, also before the first element is asked for.
  func listen(to topic: Topic) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number: UInt64? = listeners.withLock { listeners in
      if listeners.isClosed { return nil }
      listeners.lastNumber += 1
      listeners.byTopic[topic, default: [:]][listeners.lastNumber] = continuation
      return listeners.lastNumber
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in self?.remove(number, of: topic) }
    return stream
  }

  func ring(_ topics: Set<Topic>) {
    let ringing = listeners.withLock { listeners in
      listeners.byTopic.isEmpty ? [] : topics.flatMap { Array((listeners.byTopic[$0] ?? [:]).values) }
    }
    for listener in ringing { listener.yield() }
  }

  /// For what came from another process: it may have been anything.
  func ringAll() {
    let ringing = listeners.withLock { listeners in listeners.byTopic.values.flatMap { Array($0.values) } }
    for listener in ringing { listener.yield() }
  }

  /// Ends every stream, also those that are asked for later.
  func close() {
    let ending = listeners.withLock { listeners in
      defer { listeners.byTopic = [:] }
      listeners.isClosed = true
      return listeners.byTopic.values.flatMap { Array($0.values) }
    }
    for listener in ending { listener.finish() }
  }

  private func remove(_ number: UInt64, of topic: Topic) {
    listeners.withLock { listeners in
      listeners.byTopic[topic]?.removeValue(forKey: number)
      if listeners.byTopic[topic]?.isEmpty == true { listeners.byTopic.removeValue(forKey: topic) }
    }
  }
}
