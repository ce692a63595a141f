public import TaskModel

extension SQLiteBackend: DeadLetterStore {
  public func deadLetterCount() async throws(BackendError) -> Int {
    try await read("count dead letters") { session in
      try session.first("SELECT count(*) FROM dead_letters", read: { Int(clamping: $0.integer(0)) }) ?? 0
    }
  }

  public func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter] {
    if limit <= 0 { return [] }
    return try await read("list dead letters") { session in
      try session.all(
        "SELECT * FROM dead_letters WHERE number > ?1 ORDER BY number LIMIT ?2", number, limit,
        read: DeadLetter.init(_:))
    }
  }

  public func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter? {
    try await read("read a dead letter") { session in try session.deadLetter(number) }
  }

  public func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    try await write("replay dead letters") { session in
      try numbers.filter { number in
        guard var message = try session.deadLetter(number)?.message else { return false }
        message.eta = nil
        try session.insert(StoredMessage(message))
        return try session.dropDeadLetter(number)
      }
    }
  }

  public func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    try await write("drop dead letters") { session in try numbers.filter { try session.dropDeadLetter($0) } }
  }
}

extension Session {
  fileprivate func deadLetter(_ number: Int64) throws -> DeadLetter? {
    try first("SELECT * FROM dead_letters WHERE number = ?1", number, read: DeadLetter.init(_:))
  }

  fileprivate func dropDeadLetter(_ number: Int64) throws -> Bool {
    try run("DELETE FROM dead_letters WHERE number = ?1", number) > 0
  }
}

extension DeadLetter {
  fileprivate init(_ row: Statement) {
    let body = row.bytes(6)
    let message = try? StoredMessage.read(body).get()
    self.init(
      number: row.integer(0), reason: Reason(rawValue: row.text(1)) ?? .rejected, detail: row.text(2),
      queue: QueueName(row.text(3)), diedAt: Timestamp(microseconds: row.integer(4)),
      deliveryCount: Int(clamping: row.integer(5)), message: message, bytes: message == nil ? body : [])
  }
}
