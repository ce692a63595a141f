import GRDB
import GRDBSQLite
import Glibc
import TaskModel

extension BackendError {
  /// What a failure of SQLite means for the caller, and what a person can do about it.
  init(_ error: any Error, attempted: String, place: String) {
    switch error {
    case let error as BackendError: self = error
    case let error as SQLiteFailure: self.init(error, attempted: attempted, place: place)
    case let error as DatabaseError:
      let failure = SQLiteFailure(
        code: error.extendedResultCode.rawValue, message: error.message ?? "unknown error", systemError: 0)
      self.init(failure, attempted: attempted, place: place)
    case let error as JSONError:
      self.init(.corrupt, attempted: attempted, place: place, reason: "what is stored is damaged: \(error)")
    default: self.init(.unavailable, attempted: attempted, place: place, reason: String(describing: error))
    }
  }

  private init(_ failure: SQLiteFailure, attempted: String, place: String) {
    let (code, reason) = Self.meaning(of: failure)
    self.init(code, attempted: attempted, place: place, reason: reason)
  }

  private static func meaning(of failure: SQLiteFailure) -> (Code, String) {
    if failure.systemError == ENOSPC || failure.systemError == EDQUOT { return (.full, roomReason) }
    let detail = "\(failure.message) (SQLite code \(failure.code))"
    switch failure.primaryCode {
    case SQLITE_FULL:
      return (.full, roomReason)
    case SQLITE_BUSY, SQLITE_LOCKED:
      return (.unavailable, "another process keeps the file locked; `fuser -v` on the file names it")
    case SQLITE_READONLY where failure.code == SQLiteFailure.movedCode:
      return (.corrupt, "the file was moved or deleted while in use; put it back and start again")
    case SQLITE_READONLY, SQLITE_PERM:
      return (
        .readOnly,
        "the file may be read and not written; check the mount, and the owner and mode of the file and its directory"
      )
    case SQLITE_CANTOPEN:
      return (.unavailable, "it cannot be opened; check that the directory exists and may be written: \(detail)")
    case SQLITE_NOTADB:
      return (.incompatible, "it is not an SQLite database; move it away or name another file")
    case SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_CONSTRAINT:
      return (
        .corrupt,
        "its contents are damaged: \(detail); stop every process that uses it and see `sqlite3 FILE '.recover'`"
      )
    case SQLITE_IOERR:
      return (.unavailable, "the disk reports an error: \(detail); see the kernel's log")
    case SQLITE_TOOBIG:
      return (.refused, "a single value is larger than SQLite can hold (1 GB)")
    default:
      return (.unavailable, detail)
    }
  }

  private static var roomReason: String { "no room is left for it; free some, and the same call works again" }
}
