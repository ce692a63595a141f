import Tasks

/// What PostgreSQL's error codes mean to us (https://www.postgresql.org/docs/current/errcodes-appendix.html).
enum SQLState {
  /// - Parameter state: five characters; empty where the server did not come to say something, because the connection broke.
  static func code(_ state: String) -> DatabaseError.Code {
    exact[state] ?? classes[String(state.prefix(2))] ?? .statement
  }

  private static let exact: [String: DatabaseError.Code] = [
    "": .unavailable,
    "25P03": .unavailable,  // idle_in_transaction_session_timeout ends the connection
    "40002": .constraint,  // transaction_integrity_constraint_violation
    "40003": .uncertain,  // statement_completion_unknown
    "53300": .busy,  // too_many_connections
    "55P03": .cancelled,  // lock_not_available: NOWAIT, lock_timeout
    "57014": .cancelled,  // query_canceled: by us, by an administrator, statement_timeout
    "57P01": .unavailable,  // admin_shutdown
    "57P02": .unavailable,  // crash_shutdown
    "57P03": .unavailable,  // cannot_connect_now
    "57P04": .unavailable,  // database_dropped
    "57P05": .unavailable,  // idle_session_timeout
    "XX001": .storage,  // data_corrupted
    "XX002": .storage,  // index_corrupted
  ]

  private static let classes: [String: DatabaseError.Code] = [
    "08": .unavailable,  // connection exception
    "23": .constraint,  // integrity constraint violation
    "28": .unavailable,  // invalid authorization
    "40": .conflict,  // transaction rollback: serialization failure, deadlock
    "53": .storage,  // insufficient resources: disk full, out of memory
    "58": .storage,  // system error: input and output
  ]

  /// A prepared statement no longer fits the tables it is about, or is gone (`DISCARD`, `DEALLOCATE`).
  static func isStalePlan(_ state: String) -> Bool { state == "0A000" || state == "26000" }
}
