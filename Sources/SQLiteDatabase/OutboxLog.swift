import Glibc
import Tasks
import WorkerThreads

/// A connection that looks for rows in the outbox, with a bell for changes of its write-ahead log. On one thread at a time.
final class OutboxLog {
  /// Rings when the log was written, moved or deleted.
  let changes: ThreadBell
  private let session: SQLiteSession
  private let path: String
  private let identity: FileIdentity?
  private var version: SQLValue?

  /// Nil when there is no log, or it cannot be watched.
  init?(_ session: SQLiteSession) {
    // The first look opens the log, which is there as long as the connection is.
    guard !session.path.isEmpty, let version = Self.version(session) else { return nil }
    let path = session.path + "-wal"
    let events = UInt32(IN_MODIFY) | UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
    guard let changes = try? ThreadBell(watching: path, for: events) else { return nil }
    (self.session, self.path, self.changes, self.version) = (session, path, changes, version)
    identity = FileIdentity(path)
  }

  /// Whether something was committed since the last look and rows wait in the outbox; nil when the log is no longer that of
  /// the file, or cannot be read.
  func look() -> Bool? {
    guard FileIdentity(path) == identity, let version = Self.version(session) else { return nil }
    if version == self.version { return false }
    self.version = version
    // No such table: nobody has sent anything yet.
    return Self.rows("SELECT 1 FROM tasksd_outbox WHERE problem IS NULL LIMIT 1", session)?.isEmpty == false
  }

  /// A number that changes when another connection commits (https://www.sqlite.org/pragma.html#pragma_data_version).
  private static func version(_ session: SQLiteSession) -> SQLValue? {
    rows("PRAGMA data_version", session)?.first?.first
  }

  private static func rows(_ statement: SQL, _ session: SQLiteSession) -> [[SQLValue]]? {
    session.use { try? session.run(statement, nil).rows }
  }
}
