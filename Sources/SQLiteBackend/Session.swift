import GRDBSQLite
import TaskModel

/// What a job may use while it runs on a connection's thread: the prepared statements, the moment,
/// and the list of those to tell when it is committed.
final class Session {
  let statements: StatementCache
  /// The moment at which the transaction began: the same for all jobs in it.
  let now: Timestamp
  /// Under which moment what becomes ready now stands in its queue: never before what stands there already.
  let arrival: Timestamp
  /// Who is told once the transaction is committed.
  private(set) var announcements: Set<Topic> = []

  init(_ statements: StatementCache, now: Timestamp, arrival: Timestamp) {
    self.statements = statements
    self.now = now
    self.arrival = arrival
  }

  func announce(_ topic: Topic) { announcements.insert(topic) }

  /// Runs a statement that returns nothing. Returns how many rows it changed.
  @discardableResult
  func run<each Value: SQLiteValue>(_ sql: StaticString, _ values: repeat each Value) throws(SQLiteFailure) -> Int {
    let statement = try statements.statement(sql)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    _ = try statement.step()
    return Int(sqlite3_changes64(statements.connection))
  }

  /// The first row, if there is one.
  func first<Row, each Value: SQLiteValue>(
    _ sql: StaticString, _ values: repeat each Value, read: (Statement) -> Row
  ) throws(SQLiteFailure) -> Row? {
    let statement = try statements.statement(sql)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    return try statement.step() ? read(statement) : nil
  }

  /// All rows, in order.
  func all<Row, each Value: SQLiteValue>(
    _ sql: StaticString, _ values: repeat each Value, read: (Statement) -> Row
  ) throws(SQLiteFailure) -> [Row] {
    let statement = try statements.statement(sql)
    defer { statement.reset() }
    try statement.bind(repeat each values)
    var rows: [Row] = []
    while try statement.step() { rows.append(read(statement)) }
    return rows
  }

  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(statements.connection) }
}
