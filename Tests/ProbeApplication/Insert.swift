import TaskModel
import Tasks

/// Leaves a row, sends another task that leaves one, and fails if it is told to.
struct Insert: TransactionalTask {
  static let name: TaskName = "ins"

  var value: String
  var fail: Bool?

  struct Refused: Error {}

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws -> String {
    try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('ins', \(value))")
    try transaction.send(Follow(value: value), taskID: TaskID("follow-\(request.id)"))
    if fail == true { throw Refused() }
    return "inserted \(value)"
  }
}

/// Leaves a row.
struct Follow: TransactionalTask {
  static let name: TaskName = "follow"

  var value: String

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    try await transaction.execute("INSERT INTO probe (kind, value) VALUES ('follow', \(value))")
  }
}
