import Foundation
import GRDB
import TaskModel

/// The file as any other program would open it: to look at, and to damage.
struct RawDatabase {
  let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
    try queue.write { try $0.execute(sql: sql, arguments: arguments) }
  }

  func number(_ sql: String) throws -> Int64 {
    try queue.read { try Int64.fetchOne($0, sql: sql) ?? -1 }
  }

  func texts(_ sql: String) throws -> [String] {
    try queue.read { try String.fetchAll($0, sql: sql) }
  }

  /// A message whose body is whatever is given.
  func plant(body: [UInt8], in name: QueueName, at moment: Timestamp) throws {
    try queue.write { database in
      try database.execute(
        sql: "INSERT INTO messages (task, body) VALUES ('planted', ?)", arguments: [Data(body)])
      try database.execute(
        sql: "INSERT INTO ready VALUES (?, 0, ?, ?, 0)",
        arguments: [name.rawValue, moment.microseconds, database.lastInsertedRowID])
    }
  }
}
