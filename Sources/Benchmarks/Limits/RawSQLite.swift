import GRDBSQLite

/// SQLite alone doing what a crash-safe queue must do, on one thread, without anything of ours: write-ahead log,
/// `synchronous=FULL`, every transaction prepared statements only.
final class RawSQLite {
  private let connection: OpaquePointer
  private static let message = [UInt8](repeating: 0x41, count: 300)

  init(_ path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { throw BenchError("sqlite3_open \(path)") }
    connection = opened
    try run(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF;
      PRAGMA wal_autocheckpoint = 4000;
      CREATE TABLE messages (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
      CREATE TABLE ready (id INTEGER PRIMARY KEY);
      CREATE TABLE claims (id INTEGER PRIMARY KEY, node INTEGER);
      CREATE TABLE results (id INTEGER PRIMARY KEY, record BLOB NOT NULL);
      """)
  }

  deinit { sqlite3_close_v2(connection) }

  private func run(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  private var failure: BenchError { BenchError("SQLite: \(String(cString: sqlite3_errmsg(connection)))") }

  /// Enqueues `count` messages, `batch` to a transaction. Returns messages per second.
  func enqueue(_ count: Int, batch: Int) throws -> Double {
    let insert = try prepare("INSERT INTO messages (body) VALUES (?1)")
    let ready = try prepare("INSERT INTO ready VALUES (last_insert_rowid())")
    defer { finalize(insert, ready) }
    let seconds = try MonotonicTime.seconds { () throws in
      for _ in 0..<(count / batch) {
        try run("BEGIN IMMEDIATE")
        for _ in 0..<batch {
          bind(Self.message, to: insert)
          try step(insert)
          try step(ready)
        }
        try run("COMMIT")
      }
    }
    return Double(count) / seconds
  }

  /// Enqueues `count` messages, then claims, acknowledges and stores the results of all, for each batch one transaction that
  /// claims and one that settles. Returns how many messages of the second part are done in a second.
  func enqueueAndDrain(_ count: Int, batch: Int) throws -> Double {
    _ = try enqueue(count, batch: 1000)
    let statements = try Drain(
      read: prepare("SELECT r.id, m.body FROM ready r JOIN messages m ON m.id = r.id ORDER BY r.id LIMIT \(batch)"),
      claim: prepare("INSERT INTO claims SELECT id, 1 FROM ready ORDER BY id LIMIT \(batch)"),
      take: prepare("DELETE FROM ready WHERE id <= ?1"), release: prepare("DELETE FROM claims WHERE id = ?1"),
      delete: prepare("DELETE FROM messages WHERE id = ?1"), store: prepare("INSERT INTO results VALUES (?1, ?2)"))
    defer { finalize(statements.read, statements.claim, statements.take, statements.release, statements.delete) }
    defer { finalize(statements.store) }
    let seconds = try MonotonicTime.seconds { () throws in
      while try drainBatch(statements) {}
    }
    return Double(count) / seconds
  }

  private struct Drain {
    let read, claim, take, release, delete, store: OpaquePointer
  }

  private func drainBatch(_ statements: Drain) throws -> Bool {
    try run("BEGIN IMMEDIATE")
    var ids: [Int64] = []
    while sqlite3_step(statements.read) == SQLITE_ROW {
      ids.append(sqlite3_column_int64(statements.read, 0))
      _ = sqlite3_column_blob(statements.read, 1)
    }
    sqlite3_reset(statements.read)
    try step(statements.claim)
    sqlite3_bind_int64(statements.take, 1, ids.last ?? 0)
    try step(statements.take)
    try run("COMMIT")
    try run("BEGIN IMMEDIATE")
    for id in ids {
      sqlite3_bind_int64(statements.release, 1, id)
      try step(statements.release)
      sqlite3_bind_int64(statements.delete, 1, id)
      try step(statements.delete)
      sqlite3_bind_int64(statements.store, 1, id)
      bind(Self.message, at: 2, to: statements.store)
      try step(statements.store)
    }
    try run("COMMIT")
    return !ids.isEmpty
  }

  private func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else { throw failure }
    return statement
  }

  private func finalize(_ statements: OpaquePointer...) {
    for statement in statements { sqlite3_finalize(statement) }
  }

  private func bind(_ bytes: [UInt8], at index: Int32 = 1, to statement: OpaquePointer) {
    // SQLITE_TRANSIENT, which C spells as a cast that Swift does not import.
    sqlite3_bind_blob(
      statement, index, bytes, Int32(bytes.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  private func step(_ statement: OpaquePointer) throws {
    guard sqlite3_step(statement) == SQLITE_DONE else { throw failure }
    sqlite3_reset(statement)
  }
}
