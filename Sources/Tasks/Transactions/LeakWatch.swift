import Synchronization

/// Knows the transactions that one run has begun and not ended.
final class LeakWatch: Sendable {
  /// That of the run to which the current code belongs.
  @TaskLocal static var current: LeakWatch?

  private let open = Mutex<[OpenTransaction]>([])

  func watch(_ transaction: OpenTransaction) { open.withLock { $0.append(transaction) } }

  func forget(_ transaction: OpenTransaction) { open.withLock { $0.removeAll { $0 === transaction } } }

  /// Rolls back what was left open; returns where.
  func endAll() async -> [String] {
    let leaked = open.withLock { $0 }
    for transaction in leaked { await transaction.rollback() }
    return leaked.map(\.database.place)
  }
}
