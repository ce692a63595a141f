import Canvas
import TaskModel

/// What the memory backend keeps of one chord.
struct MemoryChord: Sendable {
  /// How many members report; nil until it is known.
  var size: Int?
  /// By task: each counts once.
  var parts: [TaskID: ChordPart] = [:]
  var last: ChordPart?
  /// The body was sent, or has failed: later reports count no more.
  var isDone = false
  var expires: Timestamp?

  init(isDone: Bool = false, expires: Timestamp?) {
    self.isDone = isDone
    self.expires = expires
  }

  /// Its time is never shortened; nil is for ever.
  mutating func keep(until moment: Timestamp?) {
    guard let own = expires, let moment else { return expires = nil }
    expires = max(own, moment)
  }

  /// The part with which all have reported; nil while some have not.
  var completing: ChordPart? { size.map { parts.count >= $0 } ?? false ? last : nil }

  /// As the body gets them.
  var members: [ChordCompletion.Member] {
    parts.values.sorted { $0.precedes($1) }.map {
      ChordCompletion.Member(taskID: $0.taskID, state: $0.state, value: $0.value, failure: $0.failure)
    }
  }
}
