import GRDB
import TaskModel

/// The tables, how they came to be, and whose file it is.
///
/// A message is written once, into `messages`, and read once; what moves is a small row that points to it, between three
/// tables that are also their own index: `ready`, `deferred`, `claims`. So the pages that are rewritten for each message
/// stay few, and looking for the next one is a step along a tree.
enum Schema {
  static let applicationID = StoreFile.applicationID

  /// What each version adds to the one before it. Never change an entry that was released: add one.
  static let migrations: [String] = [
    """
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY,
      task NOT NULL,           -- TaskKey: 16 bytes of a UUID, or text
      due INTEGER,             -- where it stands in deferred, if it was put there
      body BLOB NOT NULL       -- TaskMessage.record as JSON
    );
    CREATE INDEX messages_by_task ON messages (task);

    CREATE TABLE ready (
      queue TEXT NOT NULL,
      step INTEGER NOT NULL,   -- Priority.step
      since INTEGER NOT NULL,  -- microseconds since 1970, as all moments here
      message INTEGER NOT NULL,
      deliveries INTEGER NOT NULL,
      PRIMARY KEY (queue, step, since, message)
    ) WITHOUT ROWID;

    CREATE TABLE deferred (
      queue TEXT NOT NULL,
      due INTEGER NOT NULL,
      message INTEGER NOT NULL,
      step INTEGER NOT NULL,
      deliveries INTEGER NOT NULL,
      PRIMARY KEY (queue, due, message)
    ) WITHOUT ROWID;

    CREATE TABLE claims (
      message INTEGER PRIMARY KEY,
      token INTEGER NOT NULL,  -- new for every claim, so that a receipt fits one delivery only
      node INTEGER NOT NULL,
      queue TEXT NOT NULL,
      step INTEGER NOT NULL,
      since INTEGER NOT NULL,  -- its place in ready, to which it goes back
      deliveries INTEGER NOT NULL
    );

    CREATE TABLE nodes (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      incarnation TEXT NOT NULL,
      lease_until INTEGER NOT NULL,
      UNIQUE (name, incarnation)
    );

    CREATE TABLE results (
      task NOT NULL PRIMARY KEY,
      final INTEGER NOT NULL,
      expires INTEGER,
      record BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX results_by_expiry ON results (expires) WHERE expires IS NOT NULL;

    CREATE TABLE dead_letters (
      number INTEGER PRIMARY KEY AUTOINCREMENT,  -- people write these numbers down: never given twice
      reason TEXT NOT NULL,
      detail TEXT NOT NULL,
      queue TEXT NOT NULL,
      died_at INTEGER NOT NULL,
      deliveries INTEGER NOT NULL,
      body BLOB NOT NULL
    );

    CREATE TABLE beat_entries (
      entry TEXT PRIMARY KEY,
      schedule TEXT NOT NULL,
      anchor INTEGER NOT NULL,
      last_due INTEGER,
      last_task TEXT,
      last_sent_at INTEGER,
      sent INTEGER NOT NULL,
      skipped INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE revocations (
      task TEXT PRIMARY KEY,
      expires INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE chords (
      id INTEGER PRIMARY KEY,
      header NOT NULL UNIQUE,  -- the header's group, as TaskKey
      size INTEGER,            -- members that report; NULL until it is known
      ended INTEGER NOT NULL,  -- members that have
      done INTEGER NOT NULL,   -- the body was sent, or has failed: later reports count no more
      common BLOB,             -- ChordPart.chordRecord as JSON, from the first part
      expires INTEGER
    );
    CREATE INDEX chords_by_expiry ON chords (expires) WHERE expires IS NOT NULL;

    CREATE TABLE chord_parts (
      number INTEGER PRIMARY KEY,
      chord INTEGER NOT NULL,
      task NOT NULL,
      record BLOB NOT NULL,    -- ChordPart.memberRecord as JSON
      UNIQUE (chord, task)
    );
    """,
    """
    CREATE TABLE unique_claims (
      key TEXT PRIMARY KEY,
      task NOT NULL,           -- the holder, as TaskKey
      ends TEXT NOT NULL,      -- UniqueClaim.End
      expires INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX unique_claims_by_task ON unique_claims (task);
    CREATE INDEX unique_claims_by_expiry ON unique_claims (expires);

    -- Who runs under a key whose concurrency is limited.
    CREATE TABLE places (
      key TEXT NOT NULL,
      task NOT NULL,           -- TaskKey
      node INTEGER NOT NULL,   -- counts while its lease stands
      PRIMARY KEY (key, task)
    ) WITHOUT ROWID;
    CREATE INDEX places_by_node ON places (node);

    -- Who waits for a place: a row of deferred, unless that is gone.
    CREATE TABLE parked (
      number INTEGER PRIMARY KEY,  -- who has waited longest has the lowest
      key TEXT NOT NULL,
      capacity INTEGER NOT NULL,
      queue TEXT NOT NULL,
      due INTEGER NOT NULL,
      message INTEGER NOT NULL UNIQUE,
      since INTEGER NOT NULL       -- its place in ready, to which it goes back
    );
    CREATE INDEX parked_by_key ON parked (key, number);

    CREATE TABLE rates (
      key TEXT PRIMARY KEY,
      interval INTEGER NOT NULL,   -- microseconds from one to the next
      next INTEGER NOT NULL        -- the next token that is not promised
    ) WITHOUT ROWID;

    CREATE TABLE rate_tokens (     -- promised ones
      key TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (key, at)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE relayed (
      task NOT NULL PRIMARY KEY,   -- TaskKey: a message that came from an outbox, or a chord's group
      expires INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX relayed_by_expiry ON relayed (expires);
    """,
    """
    CREATE TABLE pauses (
      subject TEXT PRIMARY KEY,    -- PauseSubject.record
      since INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
  ]

  static var version: Int64 { Int64(migrations.count) }

  /// Brings the file to the newest version. One transaction: another process that opens the same new file waits, then finds
  /// nothing left to do.
  static func migrate(_ database: Database, place: String) throws {
    if try standing(of: database, place: place) == version { return }
    try database.inTransaction(.immediate) {
      let present = try standing(of: database, place: place)
      for migration in migrations.dropFirst(Int(clamping: present)) { try database.execute(sql: migration) }
      try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
      return .commit
    }
  }

  /// Throws unless the file is ours or empty; changes nothing.
  static func check(_ database: Database, place: String) throws { _ = try standing(of: database, place: place) }

  /// The version of the file: 0 for an empty one. Throws when it is another program's, or a newer version's.
  private static func standing(of database: Database, place: String) throws -> Int64 {
    func number(_ sql: String) throws -> Int64 { try Int64.fetchOne(database, sql: sql) ?? 0 }
    let owner = try number("PRAGMA application_id")
    let version = try number("PRAGMA user_version")
    if owner != applicationID {
      if try owner == 0 && number("SELECT count(*) FROM sqlite_schema") == 0 { return 0 }
      throw BackendError(
        .incompatible, attempted: "open", place: place,
        reason: "it is a database of another program (application id \(owner)); name another file")
    }
    guard (0...self.version).contains(version) else {
      throw BackendError(
        .incompatible, attempted: "open", place: place,
        reason:
          "it has format \(version) and this tasksd knows formats up to \(self.version); use the newer tasksd that wrote it"
      )
    }
    return version
  }
}
