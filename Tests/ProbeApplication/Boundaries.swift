import TaskModel
import Tasks

/// Begins a transaction and forgets it.
struct Leak: RequestAwareTask {
  static let name: TaskName = "leak"

  var value: String

  func run(_ request: TaskRequest) async throws {
    let transaction = try await request.database.begin()
    try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('leak', \(value))")
  }
}

/// A transaction of its own inside of the task.
struct Commits: RequestAwareTask {
  static let name: TaskName = "commits"

  var value: String

  func run(_ request: TaskRequest) async throws {
    try await request.database.transaction { transaction in
      try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('commits', \(value))")
    }
  }
}

/// Ends well, and changes nothing.
struct Doom: TransactionalTask {
  static let name: TaskName = "doom"

  var value: String

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('doom', \(value))")
    transaction.doom()
  }
}

/// Reads a number, and writes the next one: meets others that do so.
struct AddOne: TransactionalTask {
  static let name: TaskName = "add_one"
  /// Eight at once meet all the time.
  static let transaction = TransactionOptions(attempts: 200)

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws -> Int {
    let count: Int = try await transaction.first("SELECT count FROM counter")?.get("count") ?? 0
    try await transaction.execute("UPDATE counter SET count = \(count + 1)")
    return count + 1
  }
}

/// Needs no database.
struct Ping: RequestAwareTask {
  static let name: TaskName = "ping"

  func run(_ request: TaskRequest) async throws -> String { "pong" }
}
