import TaskModel

/// The statements on the table of what is to be sent.
package enum OutboxStatements {
  /// PostgreSQL takes 65,535 parameters to a statement, SQLite 32,766.
  private static let rowsPerStatement = 1000

  /// Writes rows in their order.
  package static func insert(_ rows: [OutboxRow], dialect: SQLDialect) -> [SQL] {
    stride(from: 0, to: rows.count, by: rowsPerStatement).map { start in
      var statement: SQL = "INSERT INTO tasksd_outbox (task_id, task, args, kwargs, options) VALUES "
      for (index, row) in rows[start..<min(start + rowsPerStatement, rows.count)].enumerated() {
        let columns = row.columns
        statement =
          "\(statement)\(raw: index == 0 ? "" : ", ")(\(row.message.id), \(row.message.task.rawValue), \(columns.args), \(columns.kwargs), \(columns.options))"
      }
      return statement
    }
  }

  /// The first rows that can be sent, in their order.
  static func first(_ limit: Int) -> SQL {
    """
    SELECT number, task_id, task, args, kwargs, options, created_at FROM tasksd_outbox
    WHERE problem IS NULL ORDER BY number LIMIT \(limit)
    """
  }

  /// The last number is said as often as makes it a power of two: so there are few statements to prepare.
  static func delete(_ numbers: [Int64]) -> SQL {
    var count = 1
    while count < numbers.count { count *= 2 }
    let padding = numbers.last.map { Array(repeating: $0, count: count - numbers.count) } ?? []
    return "DELETE FROM tasksd_outbox WHERE number IN (\(numbers + padding))"
  }

  static func setAside(_ number: Int64, problem: String) -> SQL {
    "UPDATE tasksd_outbox SET problem = \(problem) WHERE number = \(number)"
  }

  /// How many wait, since when, and how many are set aside.
  static var standing: SQL {
    """
    SELECT count(*) - count(problem) AS waiting, count(problem) AS set_aside,
      min(CASE WHEN problem IS NULL THEN created_at END) AS oldest FROM tasksd_outbox
    """
  }
}
