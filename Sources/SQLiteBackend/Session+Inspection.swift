import TaskModel

extension Session {
  /// One entry for each queue and place that holds anything. What is due waits, though nobody has moved it yet.
  func countedQueues() throws -> [QueueStatistics] {
    func moment(_ row: Statement, _ column: Int32) -> Timestamp? {
      row.optionalInteger(column).map(Timestamp.init(microseconds:))
    }
    let ready = try all("SELECT queue, count(*), min(since) FROM ready GROUP BY queue") { row in
      QueueStatistics(queue: QueueName(row.text(0)), waiting: Int(row.integer(1)), oldestReadyAt: moment(row, 2))
    }
    let deferred = try all(
      "SELECT queue, count(*), sum(due <= ?1), min(due) FILTER (WHERE due <= ?1) FROM deferred GROUP BY queue", now
    ) { row in
      let due = Int(row.integer(2))
      return QueueStatistics(
        queue: QueueName(row.text(0)), waiting: due, deferred: Int(row.integer(1)) - due, oldestReadyAt: moment(row, 3))
    }
    let claimed = try all("SELECT queue, count(*) FROM claims GROUP BY queue") { row in
      QueueStatistics(queue: QueueName(row.text(0)), inFlight: Int(row.integer(1)))
    }
    return ready + deferred + claimed
  }

  /// The queues that hold anything, found by stepping from name to name: one look for each, however much it holds.
  func queuesInUse() throws -> [QueueName] {
    let ready = try all(
      """
      WITH RECURSIVE names (queue) AS (SELECT min(queue) FROM ready UNION ALL
      SELECT (SELECT min(queue) FROM ready WHERE queue > names.queue) FROM names WHERE names.queue IS NOT NULL)
      SELECT queue FROM names WHERE queue IS NOT NULL
      """, read: { QueueName($0.text(0)) })
    let claimed = try all("SELECT DISTINCT queue FROM claims", read: { QueueName($0.text(0)) })
    return try Set(ready + deferringQueues() + claimed).sorted()
  }

  private func deferringQueues() throws -> [QueueName] {
    try all(
      """
      WITH RECURSIVE names (queue) AS (SELECT min(queue) FROM deferred UNION ALL
      SELECT (SELECT min(queue) FROM deferred WHERE queue > names.queue) FROM names WHERE names.queue IS NOT NULL)
      SELECT queue FROM names WHERE queue IS NOT NULL
      """, read: { QueueName($0.text(0)) })
  }

  /// The messages of the deferred set that are due first, of all queues.
  func deferredBodies(limit: Int) throws -> [[UInt8]] {
    var earliest: [(due: Int64, message: Int64)] = []
    for queue in try deferringQueues() {
      earliest += try all(
        "SELECT due, message FROM deferred WHERE queue = ?1 AND due > ?2 ORDER BY due, message LIMIT ?3",
        queue.rawValue, now, limit, read: { ($0.integer(0), $0.integer(1)) })
    }
    return try earliest.sorted { $0 < $1 }.prefix(limit).compactMap { _, message in
      try first("SELECT body FROM messages WHERE id = ?1", message, read: { $0.bytes(0) })
    }
  }

  struct LocatedRow: Sendable {
    let body: [UInt8]
    let place: LocatedMessage.Place
    let node: String?
  }

  /// Every message of this id: claimed if there is a claim, deferred if its moment lies ahead, otherwise waiting.
  func locate(_ task: TaskKey) throws -> [LocatedRow] {
    try all(
      """
      SELECT m.body, c.message, n.name, m.due FROM messages m LEFT JOIN claims c ON c.message = m.id
      LEFT JOIN nodes n ON n.id = c.node WHERE m.task = ?1 ORDER BY m.id
      """, task
    ) { row in
      let isDeferred = row.optionalInteger(3).map { $0 > now.microseconds } ?? false
      return LocatedRow(
        body: row.bytes(0), place: row.isNull(1) ? (isDeferred ? .deferred : .waiting) : .inFlight,
        node: row.isNull(2) ? nil : row.text(2))
    }
  }
}
