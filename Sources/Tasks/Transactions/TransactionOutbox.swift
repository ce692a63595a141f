import Synchronization

/// What is sent in one transaction: encoded when it is sent, written as rows before the next statement and before the
/// commit. So a rollback, of the transaction or to a savepoint, takes it back.
public final class TransactionOutbox: Sendable {
  package let messages: MessageFactory
  private struct State {
    var isOpen = true
    var pending: [OutboxRow] = []
  }
  private let state = Mutex(State())

  package init(_ messages: MessageFactory) { self.messages = messages }

  /// Throws when the transaction is over.
  package func add(_ rows: [OutboxRow]) throws(SendError) {
    if !takes(rows) { throw .transactionIsOver }
  }

  /// False when the transaction is over.
  package func takes(_ rows: [OutboxRow]) -> Bool {
    state.withLock { state in
      if state.isOpen { state.pending += rows }
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

  package func close() { state.withLock { $0 = State(isOpen: false) } }
}
