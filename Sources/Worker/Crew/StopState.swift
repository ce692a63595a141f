import Synchronization

/// Whether the worker stops, and how. What is cold stays cold.
final class StopState: Sendable {
  private let kind = Mutex<Worker.Stop?>(nil)

  /// True for the first who asks to stop.
  func raise(to new: Worker.Stop) -> Bool {
    kind.withLock { kind in
      defer { kind = new == .cold ? .cold : (kind ?? .warm) }
      return kind == nil
    }
  }

  var isStopping: Bool { kind.withLock { $0 != nil } }
  var isCold: Bool { kind.withLock { $0 == .cold } }
}
