import Canvas
import TaskModel

extension MemoryState {
  /// How long is remembered that a chord is done, where it does not say so itself: longer than any part can be late.
  private static let doneKept = Duration.days(1)

  /// Does what follows, and what follows from that when it completes a chord.
  mutating func apply(_ followUps: FollowUps, now: Timestamp) {
    var pending = [followUps]
    while let next = pending.popLast() {
      for message in next.messages { add(message, now: now) }
      for result in next.results { recordUnlessFinal(result, now: now) }
      for size in next.chordSizes { if let more = expect(size, now: now) { pending.append(more) } }
      for part in next.chordParts { if let more = count(part, now: now) { pending.append(more) } }
    }
  }

  /// Takes note of a chord's size. One that is done begins anew: it is sent again. Returns what follows when all its members
  /// had reported before.
  private mutating func expect(_ size: ChordSize, now: Timestamp) -> FollowUps? {
    let fresh = MemoryChord(expires: size.expires)
    var chord = chords[size.groupID] ?? fresh
    if chord.isDone { chord = fresh }
    chord.size = size.count
    chord.keep(until: size.expires)
    chords[size.groupID] = chord
    return completion(of: size.groupID, now: now)
  }

  /// Counts a part, once for each task. Returns what follows when it was the last.
  private mutating func count(_ part: ChordPart, now: Timestamp) -> FollowUps? {
    var chord = chords[part.groupID] ?? MemoryChord(expires: part.expires)
    guard !chord.isDone, chord.parts[part.taskID] == nil else { return nil }
    chord.parts[part.taskID] = part
    chord.last = part
    chord.keep(until: part.expires)
    chords[part.groupID] = chord
    return completion(of: part.groupID, now: now)
  }

  private mutating func completion(of groupID: String, now: Timestamp) -> FollowUps? {
    guard let chord = chords[groupID], let part = chord.completing else { return nil }
    chords[groupID] = MemoryChord(isDone: true, expires: chord.expires ?? now + Self.doneKept)
    return ChordCompletion.followUps(part, members: chord.members)
  }

  mutating func removeExpiredChords(now: Timestamp) {
    chords = chords.filter { $0.value.expires.map { $0 > now } ?? true }
  }
}
