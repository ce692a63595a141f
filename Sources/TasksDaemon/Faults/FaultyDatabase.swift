#if DEBUG
  import TaskModel
  import Tasks

  /// A database that kills the daemon when it gets to the planned point.
  struct FaultyDatabase: Database {
    let database: any Database
    let plan: FaultPlan

    var place: String { database.place }
    var dialect: SQLDialect { database.dialect }
    var clock: any WallClock { database.clock }

    func lend() async throws(DatabaseError) -> any DatabaseConnection {
      FaultyConnection(try await database.lend(), plan)
    }

    func giveBack(_ connection: any DatabaseConnection) async {
      await database.giveBack((connection as? FaultyConnection)?.connection ?? connection)
    }

    func outboxChanges() -> AsyncStream<Void> { database.outboxChanges() }
    func close() async { await database.close() }
  }

  private final class FaultyConnection: DatabaseConnection {
    let connection: any DatabaseConnection
    private let plan: FaultPlan

    init(_ connection: any DatabaseConnection, _ plan: FaultPlan) {
      self.connection = connection
      self.plan = plan
    }

    func begin(_ options: TransactionOptions) async throws(DatabaseError) {
      plan.pass(.beginBefore)
      try await connection.begin(options)
      plan.pass(.beginAfter)
    }

    func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
      let points = Self.points(statement.text(for: .sqlite))
      if let before = points.before { plan.pass(before) }
      let result = try await connection.run(statement)
      if let after = points.after, after != .readAfter || !result.rows.isEmpty { plan.pass(after) }
      return result
    }

    func commit() async throws(DatabaseError) {
      plan.pass(.commitBefore)
      try await connection.commit()
      plan.pass(.commitAfter)
    }

    func rollback() async { await connection.rollback() }

    private static func points(_ text: String) -> (before: FaultPoint?, after: FaultPoint?) {
      switch text.prefix(while: { $0 != "(" }) {
      case "INSERT INTO tasksd_inbox ": (.inboxBefore, .inboxAfter)
      case "INSERT INTO tasksd_outbox ": (.outboxBefore, .outboxAfter)
      case let text where text.hasPrefix("UPDATE tasksd_inbox"): (.recordBefore, .recordAfter)
      case let text where text.hasPrefix("SELECT number, task_id"): (nil, .readAfter)
      case let text where text.hasPrefix("DELETE FROM tasksd_outbox"): (.deleteBefore, .deleteAfter)
      case let text where text.contains("tasksd_"): (nil, nil)
      default: (.bodyBefore, .bodyAfter)
      }
    }
  }
#endif
