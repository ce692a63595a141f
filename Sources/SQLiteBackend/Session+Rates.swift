import TaskModel

/// The tokens of shared rates: `RateBucket`, kept in tables. Each function is a step inside a transaction.
extension Session {
  /// Nil: there was a token, and it is taken. Otherwise when there will be one.
  func takeToken(of rate: SharedRate) throws -> Timestamp? {
    let interval = rate.limit.interval
    try forgetTokens(rate.key, interval: interval)
    let promised = try first(
      "SELECT at FROM rate_tokens WHERE key = ?1 ORDER BY at LIMIT 1", rate.key, read: { $0.integer(0) })
    if let promised, promised <= now.microseconds {
      try run("DELETE FROM rate_tokens WHERE key = ?1 AND at = ?2", rate.key, promised)
      return nil
    }
    let next = try nextToken(rate.key)
    if next <= now {
      try setNextToken(rate.key, now + interval, interval: interval)
      return nil
    }
    if next > now + RateBucket.horizon { return now + RateBucket.horizon }
    // As many as lie between now and the next are promised.
    if (next - now).microseconds / interval.microseconds < RateBucket.maximum {
      try run("INSERT OR IGNORE INTO rate_tokens VALUES (?1, ?2)", rate.key, next)
      try setNextToken(rate.key, next + interval, interval: interval)
    }
    return next
  }

  /// Those nobody came for in time; all of them, when the rate is another or the clock was set back.
  private func forgetTokens(_ key: String, interval: Duration) throws {
    let kept = try run(
      "UPDATE rates SET next = next WHERE key = ?1 AND interval = ?2 AND next <= ?3", key, interval.microseconds,
      now + RateBucket.horizon + interval)
    let oldest = kept > 0 ? now - RateBucket.keeping(interval) : .distantFuture
    try run("DELETE FROM rate_tokens WHERE key = ?1 AND at < ?2", key, oldest)
    if kept == 0 { try setNextToken(key, now, interval: interval) }
  }

  private func nextToken(_ key: String) throws -> Timestamp {
    try first("SELECT next FROM rates WHERE key = ?1", key, read: { Timestamp(microseconds: $0.integer(0)) }) ?? now
  }

  private func setNextToken(_ key: String, _ moment: Timestamp, interval: Duration) throws {
    try run("INSERT OR REPLACE INTO rates VALUES (?1, ?2, ?3)", key, interval.microseconds, moment)
  }
}
