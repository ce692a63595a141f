import GRDBSQLite
import Tasks

/// A result code of SQLite (https://www.sqlite.org/rescode.html), extended or not.
struct ResultCode: Hashable, Sendable {
  let number: Int32

  /// The lower byte, which says what kind it is.
  var primary: Int32 { number & 0xFF }

  /// What it means for a transaction: the one table of it.
  var meaning: DatabaseError.Code {
    switch primary {
    // Also SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_RECOVERY, SQLITE_LOCKED_SHAREDCACHE.
    case SQLITE_BUSY, SQLITE_LOCKED: .conflict
    case SQLITE_CONSTRAINT: .constraint
    case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_PERM, SQLITE_NOLFS,
      SQLITE_NOMEM:
      .storage
    case SQLITE_CANTOPEN: .unavailable
    case SQLITE_INTERRUPT: .cancelled
    default: .statement
    }
  }

  /// Whether the connection is of no more use: what it sees of the file can no longer be trusted.
  var breaksConnection: Bool {
    switch primary {
    case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOMEM: true
    default: false
    }
  }

  /// What a person can do about it, where SQLite's words do not say.
  var hint: String? {
    switch primary {
    case SQLITE_BUSY, SQLITE_LOCKED:
      "another transaction is writing; `fuser -v` on the file names the processes that use it"
    case SQLITE_FULL: "no room is left for it: free some, and the same works again"
    case SQLITE_READONLY, SQLITE_PERM: "check the mount, and the owner and mode of the file and its directory"
    case SQLITE_CANTOPEN: "check that the directory exists and may be written"
    case SQLITE_NOTADB: "it is no SQLite database: name another file"
    case SQLITE_CORRUPT: "stop every process that uses it and see `sqlite3 FILE '.recover'`"
    case SQLITE_IOERR: "the disk reports an error: see the kernel's log"
    default: nil
    }
  }
}
