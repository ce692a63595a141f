import Synchronization
import TaskModel

/// The events on their way to one reader: a bounded number of them, and how many were lost because the reader is slow.
final class EventFeed: Sendable {
  enum Element: Sendable {
    case event(JSONObject)
    case keepAlive
  }

  let elements: AsyncStream<Element>
  private let continuation: AsyncStream<Element>.Continuation
  private let lost = Mutex(0)

  init(capacity: Int) {
    (elements, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(max(1, capacity)))
  }

  func add(_ element: Element) {
    if case .dropped(.event) = continuation.yield(element) { lost.withLock { $0 += 1 } }
  }

  func finish() { continuation.finish() }

  /// How many were lost since this was last asked.
  func takeLost() -> Int {
    lost.withLock { lost in
      defer { lost = 0 }
      return lost
    }
  }
}
