/// Where a connection stands (libpq's `PGTransactionStatusType`).
enum TransactionStatus: CInt {
  case idle = 0
  case active = 1
  case inTransaction = 2
  /// In a transaction that can only be rolled back.
  case failed = 3
  /// The connection is broken.
  case unknown = 4
}
