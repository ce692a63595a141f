/// The tables in SQLite's words.
enum SQLiteOutboxSchema {
  static let isInstalled: SQL = """
    SELECT count(*) = 3 FROM sqlite_schema WHERE name IN ('tasksd_outbox', 'tasksd_inbox', 'tasksd_inbox_by_time')
    """

  static let statements: [SQL] = [
    // The default is a UUID of version 4.
    """
    CREATE TABLE IF NOT EXISTS tasksd_outbox (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      task_id TEXT NOT NULL DEFAULT (lower(
        hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a'
        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
      task TEXT NOT NULL,
      args TEXT NOT NULL DEFAULT '[]',
      kwargs TEXT NOT NULL DEFAULT '{}',
      options TEXT NOT NULL DEFAULT '{}',
      created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
      problem TEXT
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS tasksd_inbox (
      task_id TEXT PRIMARY KEY,
      task TEXT NOT NULL,
      result TEXT,
      claimed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
      done_at TEXT
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS tasksd_inbox_by_time ON tasksd_inbox (claimed_at)",
  ]
}
