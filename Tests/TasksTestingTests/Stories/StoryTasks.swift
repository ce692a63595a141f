import Tasks

/// Writes one row, in its transaction.
struct Rename: TransactionalTask {
  static let name: TaskName = "rename"
  var person: Int
  var to: String
  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws -> Int {
    try await transaction.execute("UPDATE person SET name = \(to) WHERE id = \(person)")
    try await transaction.execute("UPDATE person SET changes = changes + 1 WHERE id = \(person)")
    return try await transaction.first("SELECT changes FROM person WHERE id = \(person)")?.get("changes") ?? 0
  }
}

/// Writes a row, does something outside of the database, sends, and fails.
struct RenameAndFail: TransactionalTask {
  struct Boom: Error {}
  static let name: TaskName = "rename_and_fail"
  var person: Int
  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    try await transaction.execute("UPDATE person SET name = 'failed' WHERE id = \(person)")
    try transaction.send(Note(line: "sent by what failed"))
    try request.services.require(Ledger.self).note("outside")
    throw Boom()
  }
}

/// Two transactions of its own, of which the second fails.
struct TwoSteps: RequestAwareTask {
  struct Boom: Error {}
  static let name: TaskName = "two_steps"
  var person: Int
  func run(_ request: TaskRequest) async throws {
    try await request.database.transaction { transaction in
      try await transaction.execute("UPDATE person SET name = 'first step' WHERE id = \(person)")
      try transaction.send(Note(line: "first"))
    }
    try await request.database.transaction { transaction in
      try await transaction.execute("UPDATE person SET name = 'second step' WHERE id = \(person)")
      try transaction.send(Note(line: "second"))
      throw Boom()
    }
  }
}

/// Something outside of the database.
struct Note: RequestAwareTask {
  static let name: TaskName = "note"
  var line: String
  func run(_ request: TaskRequest) async throws { try request.services.require(Ledger.self).note(line) }
}

/// Goes well at the third attempt.
struct Flaky: RequestAwareTask {
  struct Away: Error {}
  static let name: TaskName = "flaky"
  static let retry = RetryPolicy.fixed(attempts: 3, pause: .seconds(60))
  func run(_ request: TaskRequest) async throws -> Int {
    if request.attempt < 3 { throw Away() }
    return request.attempt
  }
}

/// Meets another transaction twice.
struct Contended: TransactionalTask {
  static let name: TaskName = "contended"
  var person: Int
  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    let ledger = try request.services.require(Ledger.self)
    ledger.note("body")
    try await transaction.execute("UPDATE person SET changes = changes + 1 WHERE id = \(person)")
    try transaction.send(Note(line: "sent once"))
    if ledger.lines.count(where: { $0 == "body" }) < 3 {
      throw DatabaseError(.conflict, message: "a story says so", place: "here")
    }
  }
}

struct Doomed: TransactionalTask {
  static let name: TaskName = "doomed"
  var person: Int
  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws -> String {
    try await transaction.execute("UPDATE person SET name = 'doomed' WHERE id = \(person)")
    try transaction.send(Note(line: "doomed"))
    transaction.doom()
    return "all is well"
  }
}

struct Plus: RequestAwareTask {
  static let name: TaskName = "plus"
  var x: Int
  var y: Int
  func run(_ request: TaskRequest) async throws -> Int { x + y }
}

struct Measure: RequestAwareTask {
  static let name: TaskName = "measure"
  var value: Double
  func run(_ request: TaskRequest) async throws -> Double { value }
}
