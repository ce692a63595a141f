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
