import Synchronization

/// What tasks did outside of any database, in order.
final class Ledger: Sendable {
  private let state: Mutex<[String]>

  init(_ lines: [String] = []) { state = Mutex(lines) }

  func note(_ line: String) { state.withLock { $0.append(line) } }

  var lines: [String] { state.withLock { $0 } }
}
