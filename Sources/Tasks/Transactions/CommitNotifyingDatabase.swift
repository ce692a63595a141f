package import TaskModel

/// A database that tells of each commit, whoever made it, once the connection is free again: for eager mode.
package struct CommitNotifyingDatabase: Database {
  private let base: any Database
  private let committed: @Sendable () async -> Void

  package init(_ base: any Database, committed: @escaping @Sendable () async -> Void) {
    self.base = base
    self.committed = committed
  }

  package var place: String { base.place }
  package var dialect: SQLDialect { base.dialect }
  package var clock: any WallClock { base.clock }

  package func lend() async throws(DatabaseError) -> any DatabaseConnection {
    CommitNotingConnection(try await base.lend())
  }

  package func giveBack(_ connection: any DatabaseConnection) async {
    guard let connection = connection as? CommitNotingConnection else { return await base.giveBack(connection) }
    await base.giveBack(connection.base)
    if connection.hasCommitted { await committed() }
  }

  package func outboxChanges() -> AsyncStream<Void> { base.outboxChanges() }
  package func close() async { await base.close() }
}
