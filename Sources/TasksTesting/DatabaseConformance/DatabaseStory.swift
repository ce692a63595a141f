import TaskModel
import Tasks

/// The short sentences in which the cases of databases are told.
struct DatabaseStory: Sendable {
  let fixture: DatabaseFixture
  /// Has four connections.
  let database: any Database
  private let opened = Notebook<any Database>()

  init(_ fixture: DatabaseFixture, database: any Database) {
    self.fixture = fixture
    self.database = database
    opened.note(database)
  }

  var dialect: SQLDialect { database.dialect }
  var blobType: String { dialect == .postgresql ? "bytea" : "BLOB" }

  /// Opens it once more, as another process would.
  func open(connections: Int = 4, wait: Duration = .seconds(60)) async throws -> any Database {
    let database = try await fixture.open(connections, wait)
    opened.note(database)
    return database
  }

  func closeAll() async { for database in opened.notes { await database.close() } }

  /// Lends a connection for as long as `body` runs.
  func connected<Value: Sendable>(
    to database: (any Database)? = nil, _ body: (any DatabaseConnection) async throws -> Value
  ) async throws -> Value {
    let database = database ?? self.database
    let connection = try await database.lend()
    do {
      let value = try await body(connection)
      await database.giveBack(connection)
      return value
    } catch {
      await database.giveBack(connection)
      throw error
    }
  }

  /// Runs a statement on a connection of its own.
  @discardableResult
  func run(_ statement: SQL, on database: (any Database)? = nil) async throws -> SQLResult {
    try await connected(to: database) { try await $0.run(statement) }
  }

  /// A table `t` of numbers.
  func makeTable() async throws { try await run("CREATE TABLE t (n BIGINT PRIMARY KEY)") }

  /// Tables `parent` and `child`, of which the one refers to the other, which is looked at when the transaction commits.
  func makeFamily() async throws {
    try await run("CREATE TABLE parent (id BIGINT PRIMARY KEY)")
    try await run(
      "CREATE TABLE child (id BIGINT PRIMARY KEY, p BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
  }

  /// The numbers in `t`, as a connection of its own sees them.
  func numbers(on database: (any Database)? = nil) async throws -> [Int] {
    try await run("SELECT n FROM t ORDER BY n", on: database).rows.compactMap { $0.first.flatMap(Int.init(sqlValue:)) }
  }

  /// The tasks in the outbox, in their order.
  func sent() async throws -> [String] {
    try await run("SELECT task FROM tasksd_outbox ORDER BY number").rows
      .compactMap { $0.first.flatMap(String.init(sqlValue:)) }
  }

  /// Must throw a `DatabaseError` of this code, which is returned.
  @discardableResult
  func expectError(
    _ code: DatabaseError.Code, file: String = #fileID, line: Int = #line, _ body: () async throws -> Void
  ) async throws -> DatabaseError {
    do {
      try await body()
    } catch let error as DatabaseError {
      try expect("code of '\(error)'", error.code, is: code, file: file, line: line)
      return error
    }
    throw ConformanceFailure(message: "no error was thrown, expected \(code.rawValue)", file: file, line: line)
  }

  func expectRung(_ stream: AsyncStream<Void>, file: String = #fileID, line: Int = #line) async throws {
    try await TasksTesting.expectRung(stream, file: file, line: line)
  }
}
