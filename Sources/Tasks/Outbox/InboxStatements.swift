import TaskModel

/// The statements on the table of what was done.
package enum InboxStatements {
  /// Notes that a task is being done; changes no row when it was done before, and returns the row's place where the database
  /// tells. Waits while another transaction has noted it and is not over.
  package static func claim(_ id: TaskID, task: TaskName, at now: Timestamp, dialect: SQLDialect) -> SQL {
    let statement: SQL = """
      INSERT INTO tasksd_inbox (task_id, task, claimed_at) VALUES (\(id), \(task.rawValue), \(now))
      ON CONFLICT (task_id) DO NOTHING
      """
    return dialect == .postgresql ? "\(statement) RETURNING ctid::text" : statement
  }

  /// The row of a task that was done.
  package static func result(of id: TaskID, dialect: SQLDialect) -> SQL {
    "SELECT result FROM tasksd_inbox WHERE task_id = \(id)"
  }

  /// Keeps what a task came to.
  /// - Parameter place: of the row that `claim` wrote. Looked up by its key, PostgreSQL's serializable transactions would meet
  ///   all those who write beside it (predicate locks are on pages of the index).
  package static func record(
    _ id: TaskID, at place: SQLValue?, result: JSONValue, now: Timestamp, dialect: SQLDialect
  ) -> SQL {
    let change: SQL = "UPDATE tasksd_inbox SET result = \(result), done_at = \(now)"
    guard dialect == .postgresql, let place else { return "\(change) WHERE task_id = \(id)" }
    return "\(change) WHERE ctid = \(place)::tid"
  }

  /// Forgets up to `limit` tasks that were done before a moment.
  static func forget(before moment: Timestamp, limit: Int) -> SQL {
    """
    DELETE FROM tasksd_inbox WHERE task_id IN (
      SELECT task_id FROM tasksd_inbox WHERE claimed_at < \(moment) ORDER BY claimed_at LIMIT \(limit))
    """
  }
}
