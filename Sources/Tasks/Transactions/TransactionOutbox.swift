import Synchronization
package import TaskModel

/// What is sent in one transaction: encoded when it is sent, written as rows before the next statement and before the
/// commit. So a rollback, of the transaction or to a savepoint, takes it back.
public final class TransactionOutbox: Sendable {
  package let messages: MessageFactory
  private struct State {
    var isOpen = true
    var pending: [OutboxRow] = []
    /// Everything that was sent and not taken back, by result tuples.
    var children: [JSONValue] = []
  }
  private let state = Mutex(State())

  package init(_ messages: MessageFactory) { self.messages = messages }

  /// - Parameter child: the result tuple of what is sent.
  package func add(_ rows: [OutboxRow], as children: [JSONValue]) throws(SendError) {
    if !takes(rows, as: children) { throw .transactionIsOver }
  }

  /// False when the transaction is over.
  package func takes(_ rows: [OutboxRow], as children: [JSONValue]) -> Bool {
    state.withLock { state in
      if state.isOpen {
        state.pending += rows
        state.children += children
      }
      return state.isOpen
    }
  }

  /// What is to be written now.
  package func takePending() -> [OutboxRow] {
    state.withLock { state in
      defer { state.pending = [] }
      return state.pending
    }
  }

  package var children: [JSONValue] { state.withLock { $0.children } }

  /// A savepoint is undone before which so many were sent.
  package func takeBack(to count: Int) {
    state.withLock { state in
      state.pending = []
      state.children.removeLast(max(0, state.children.count - count))
    }
  }

  package func close() {
    state.withLock { state in
      state.isOpen = false
      state.pending = []
    }
  }
}
