import Canvas
import TaskModel

/// The counting of chords. Each function is a step inside a transaction.
extension Session {
  /// How long is remembered that a chord is done, where it does not say so itself: longer than any part can be late.
  private static let doneKept = Duration.days(1)

  // A chord's time is never shortened: `max` of SQLite is NULL, for ever, when one of both is.

  /// Does what follows, and what follows from that when it completes a chord.
  func apply(_ followUps: StoredFollowUps) throws {
    var pending = [followUps]
    while let next = pending.popLast() {
      for message in next.messages { try insert(message) }
      for result in next.results { try storeUnlessFinal(result) }
      for size in next.chordSizes { if let more = try expect(size) { pending.append(more) } }
      for part in next.chordParts { if let more = try count(part) { pending.append(more) } }
    }
  }

  /// Takes note of a chord's size. One that is done begins anew: it is sent again. Returns what follows when all its members
  /// had reported before.
  private func expect(_ size: ChordSize) throws -> StoredFollowUps? {
    let header = TaskKey(group: size.groupID)
    try run("DELETE FROM chords WHERE header = ?1 AND done", header)
    return try completion(
      first(
        """
        INSERT INTO chords (header, size, ended, done, expires) VALUES (?1, ?2, 0, 0, ?3)
        ON CONFLICT (header) DO UPDATE SET size = excluded.size, expires = max(expires, excluded.expires)
        RETURNING id, size, ended
        """, header, size.count, size.expires, read: ChordRow.init(_:)))
  }

  /// Counts a part, once for each task. Returns what follows when it was the last.
  private func count(_ part: StoredChordPart) throws -> StoredFollowUps? {
    try run(
      "INSERT OR IGNORE INTO chords (header, ended, done, expires) VALUES (?1, 0, 0, ?2)", part.header, part.expires)
    let isNew = try run(
      """
      INSERT OR IGNORE INTO chord_parts (chord, task, record)
      SELECT id, ?2, ?3 FROM chords WHERE header = ?1 AND NOT done
      """, part.header, part.task, part.member)
    guard isNew > 0 else { return nil }
    return try completion(
      first(
        """
        UPDATE chords SET ended = ended + 1, common = coalesce(common, ?2), expires = max(expires, ?3) WHERE header = ?1
        RETURNING id, size, ended
        """, part.header, part.chord, part.expires, read: ChordRow.init(_:)))
  }

  private struct ChordRow {
    let id: Int64
    let size: Int64?
    let ended: Int64

    init(_ row: Statement) {
      id = row.integer(0)
      size = row.optionalInteger(1)
      ended = row.integer(2)
    }
  }

  /// What follows when all members have reported: the chord is done with it.
  private func completion(_ chord: ChordRow?) throws -> StoredFollowUps? {
    guard let chord, let size = chord.size, chord.ended > 0, chord.ended >= size,
      let common = try first("SELECT common FROM chords WHERE id = ?1", chord.id, read: { $0.bytes(0) })
    else { return nil }
    // By number: the last is the one that completes it.
    let records = try all(
      "SELECT record FROM chord_parts WHERE chord = ?1 ORDER BY number", chord.id, read: { $0.bytes(0) })
    try run("DELETE FROM chord_parts WHERE chord = ?1", chord.id)
    try run(
      "UPDATE chords SET done = 1, common = NULL, expires = coalesce(expires, ?2) WHERE id = ?1", chord.id,
      now + Self.doneKept)
    let parts = try StoredChordPart.read(records, of: common)
    guard let last = parts.last else { return nil }
    let members = parts.sorted { $0.precedes($1) }.map {
      ChordCompletion.Member(taskID: $0.taskID, state: $0.state, value: $0.value, failure: $0.failure)
    }
    return StoredFollowUps(ChordCompletion.followUps(last, members: members))
  }

  /// Forgets chords whose time is over, with their parts. Returns how many.
  func removeExpiredChords(limit: Int) throws -> Int {
    let expired = try all(
      "SELECT id FROM chords WHERE expires <= ?1 ORDER BY expires LIMIT ?2", now, limit, read: { $0.integer(0) })
    for chord in expired {
      try run("DELETE FROM chord_parts WHERE chord = ?1", chord)
      try run("DELETE FROM chords WHERE id = ?1", chord)
    }
    return expired.count
  }
}
