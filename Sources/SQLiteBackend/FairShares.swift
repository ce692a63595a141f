import TaskModel

/// Shares a limit out among queues, so that a full one does not starve the others: rounds in which each queue that may have
/// more is asked for an equal part of what is left.
struct FairShares {
  private var queues: [QueueName]
  private var room: Int
  /// In this round: who has been asked, and who gave all that was asked for.
  private var position = 0
  private var stillFull: [QueueName] = []
  private var taken: [QueueName: [ClaimedRow]] = [:]
  private let order: [QueueName]

  /// `turn` decides which queue comes first.
  init(_ queues: [QueueName], limit: Int, turn: Int64) {
    var seen: Set<QueueName> = []
    let distinct = queues.filter { seen.insert($0).inserted }
    let first = distinct.isEmpty ? 0 : Int(turn.magnitude % UInt64(distinct.count))
    order = Array(distinct[first...] + distinct[..<first])
    self.queues = order
    room = max(0, limit)
  }

  /// Whom to ask next, and for how many; nil when there is no room or nothing to be had.
  mutating func next() -> (QueueName, Int)? {
    if position == queues.count {
      queues = stillFull
      (stillFull, position) = ([], 0)
    }
    guard room > 0, position < queues.count else { return nil }
    let asked = queues.count - position
    return (queues[position], (room + asked - 1) / asked)
  }

  /// What the queue that was asked last gave.
  mutating func give(_ rows: [ClaimedRow], wanted: Int) {
    guard position < queues.count else { return }
    let queue = queues[position]
    position += 1
    room -= rows.count
    taken[queue, default: []] += rows
    if rows.count == wanted { stillFull.append(queue) }
  }

  /// All that was given, one of each queue in turn.
  var dealt: [ClaimedRow] {
    if order.count == 1 { return taken[order[0]] ?? [] }
    let longest = taken.values.map(\.count).max() ?? 0
    return (0..<longest).flatMap { index in
      order.compactMap { queue in
        guard let rows = taken[queue], index < rows.count else { return nil }
        return rows[index]
      }
    }
  }
}
