import Synchronization

@testable import Tasks

/// A connection that only notes what is done with it.
final class PooledProbe: PooledConnection {
  private struct State {
    var isUsable = true
    var resets = 0
    var isClosed = false
  }
  private let state = Mutex(State())
  let number: Int

  init(_ number: Int) { self.number = number }

  var isUsable: Bool { state.withLock { $0.isUsable } }
  var resets: Int { state.withLock { $0.resets } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func breakDown() { state.withLock { $0.isUsable = false } }
  func reset() async { state.withLock { $0.resets += 1 } }
  func close() async { state.withLock { $0.isClosed = true } }
}
