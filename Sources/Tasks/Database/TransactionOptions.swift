/// How a transaction is run.
public struct TransactionOptions: Sendable, Hashable {
  /// What of other transactions it may see (https://www.postgresql.org/docs/current/transaction-iso.html). SQLite is always
  /// serializable.
  public enum IsolationLevel: String, Sendable, Hashable, CaseIterable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
  }

  /// How many times its body is run at most when it meets other transactions (serialization conflict, deadlock, a busy
  /// database); at least 1. Default: 7.
  public var attempts: Int
  /// Default: serializable, so that a transaction is right if it is right alone.
  public var isolationLevel: IsolationLevel
  public var isReadOnly: Bool

  public init(attempts: Int = 7, isolationLevel: IsolationLevel = .serializable, isReadOnly: Bool = false) {
    self.attempts = max(1, attempts)
    self.isolationLevel = isolationLevel
    self.isReadOnly = isReadOnly
  }
}
