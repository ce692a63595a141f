import TaskModel

/// What a call of the script that applies changes answered.
struct ChangeAnswer {
  /// A chord whose last part was counted: ours to finish.
  struct CompletedChord {
    let group: String
    let token: String
    let note: [UInt8]
  }

  struct Tick {
    let index: Int
    let code: String
    let detail: String
  }

  /// The indexes of changes whose guard did not hold: nothing of them was done.
  var lost: [Int] = []
  var completed: [CompletedChord] = []
  var ticks: [Tick] = []
  /// What was left out, since another holds the key that it claims.
  var refused: [RefusedDuplicate] = []

  init() {}

  /// Nil for an answer of another shape.
  init?(_ reply: RedisReply) {
    guard let parts = reply.elements, parts.count == 4, let lost = parts[0].elements,
      let completed = parts[1].elements, let ticks = parts[2].elements, let refused = parts[3].elements
    else { return nil }
    self.lost = lost.compactMap { $0.integer.map(Int.init(clamping:)) }
    for row in rows(of: completed, 3) {
      guard let group = row[0].text, let token = row[1].text, let note = row[2].bytes else { return nil }
      self.completed.append(CompletedChord(group: group, token: token, note: note))
    }
    for row in rows(of: ticks, 3) {
      guard let index = row[0].integer, let code = row[1].text, let detail = row[2].text else { return nil }
      self.ticks.append(Tick(index: Int(clamping: index), code: code, detail: detail))
    }
    for row in rows(of: refused, 2) {
      guard let task = row[0].text, let holder = row[1].text else { return nil }
      self.refused.append(RefusedDuplicate(id: TaskID(task), holder: TaskID(holder)))
    }
  }

  private func rows(of elements: [RedisReply], _ width: Int) -> [[RedisReply]] {
    stride(from: 0, to: elements.count - elements.count % width, by: width).map { Array(elements[$0..<$0 + width]) }
  }
}
