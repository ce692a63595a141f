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
}
