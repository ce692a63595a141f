import GRDB

/// The store's file as any other program would open it.
struct RawStore {
  private let database: DatabaseQueue

  init(_ site: Site) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(30)
    database = try DatabaseQueue(path: site.path("state/tasksd.db"), configuration: configuration)
  }

  /// As if every node had been silent for longer than its lease.
  func endLeases() throws { try execute("UPDATE nodes SET lease_until = 0") }

  /// Keeps everybody else out, as a backup program might.
  func hold() throws {
    try execute("PRAGMA locking_mode = EXCLUSIVE")
    try execute("BEGIN EXCLUSIVE")
  }

  /// Lets nobody else write.
  func holdWriting() throws { try execute("BEGIN IMMEDIATE") }

  func letGo() throws {
    try execute("ROLLBACK")
    try database.close()
  }

  private func execute(_ statement: String) throws {
    try database.writeWithoutTransaction { try $0.execute(sql: statement) }
  }
}
