import TaskModel

extension Session {
  /// A final state is never replaced by one that is not, unless it has expired.
  func store(_ result: StoredResult) throws {
    try run(
      """
      INSERT INTO results (task, final, expires, record) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (task) DO UPDATE SET final = excluded.final, expires = excluded.expires, record = excluded.record
      WHERE excluded.final OR NOT results.final OR results.expires <= ?5
      """, result.key, result.isFinal ? 1 : 0, result.expires, result.record, now)
    announce(.result(result.id))
  }

  /// For outcomes that follow from another task's: what a task came to by itself stays, unless it has expired.
  func storeUnlessFinal(_ result: StoredResult) throws {
    try run(
      """
      INSERT INTO results (task, final, expires, record) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (task) DO UPDATE SET final = excluded.final, expires = excluded.expires, record = excluded.record
      WHERE NOT results.final OR results.expires <= ?5
      """, result.key, result.isFinal ? 1 : 0, result.expires, result.record, now)
    announce(.result(result.id))
  }

  /// The bytes of a record that has not expired.
  func resultRecord(_ key: TaskKey) throws -> [UInt8]? {
    try first(
      "SELECT record FROM results WHERE task = ?1 AND (expires IS NULL OR expires > ?2)", key, now,
      read: { $0.bytes(0) })
  }

  /// True if there was one that had not expired.
  func forgetResult(_ id: TaskID) throws -> Bool {
    let key = TaskKey(id)
    let isKnown = try resultRecord(key) != nil
    try run("DELETE FROM results WHERE task = ?1", key)
    announce(.result(id))
    return isKnown
  }

  func removeExpiredResults(limit: Int) throws -> Int {
    try run(
      "DELETE FROM results WHERE task IN (SELECT task FROM results WHERE expires <= ?1 ORDER BY expires LIMIT ?2)",
      now, limit)
  }
}
