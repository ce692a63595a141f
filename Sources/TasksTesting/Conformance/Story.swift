import TaskModel

/// The short sentences in which the cases are told.
struct Story: Sendable {
  /// How long the two nodes live from the start of each case, unless they say so again.
  static let lease = Duration.seconds(30)

  let fixture: BackendFixture
  let backend: any Backend
  let clock: ManualClock

  init(_ fixture: BackendFixture) {
    self.fixture = fixture
    backend = fixture.backend
    clock = fixture.clock
  }

  var now: Timestamp { clock.now }

  func message(
    _ id: TaskID, queue: QueueName = .standard, priority: Int = 0, dueIn: Duration? = nil
  ) -> TaskMessage {
    TaskMessage(
      id: id, task: "send_sms", arguments: TaskArguments([.string(id.rawValue)]), queue: queue,
      priority: Priority(priority), eta: dueIn.map { now + $0 })
  }

  func send(_ ids: TaskID..., queue: QueueName = .standard, priority: Int = 0, dueIn: Duration? = nil) async throws {
    try await backend.enqueue(ids.map { message($0, queue: queue, priority: priority, dueIn: dueIn) })
  }

  func live(_ node: NodeIdentity, for duration: Duration = lease) async throws {
    try await backend.renewLease(of: node, for: duration)
  }

  /// The lease of the first node runs out while the second lives on and says so in time: it is the first that is dead, not
  /// the store that was away.
  func outlive() async throws {
    for _ in 0..<3 {
      clock.advance(by: Self.lease / 3)
      try await live(.two)
    }
    clock.advance(by: .seconds(1))
  }

  func batch(
    _ limit: Int = 100, by node: NodeIdentity = .one, from queues: [QueueName] = [.standard]
  ) async throws -> ClaimBatch {
    try await backend.claim(ClaimRequest(node: node, queues: queues, limit: limit))
  }

  func claim(
    _ limit: Int = 100, by node: NodeIdentity = .one, from queues: [QueueName] = [.standard]
  ) async throws -> [ClaimedMessage] {
    try await batch(limit, by: node, from: queues).messages
  }

  func claimOne(
    by node: NodeIdentity = .one, from queues: [QueueName] = [.standard], file: String = #fileID, line: Int = #line
  ) async throws -> ClaimedMessage {
    guard let first = try await claim(1, by: node, from: queues).first else {
      throw ConformanceFailure(message: "nothing was claimed where a message waits", file: file, line: line)
    }
    return first
  }

  /// Settles and expects that the node still held the message.
  func settle(
    _ claimed: ClaimedMessage..., as disposition: Settlement.Disposition = .acknowledge, by node: NodeIdentity = .one,
    publish: [TaskMessage] = [], result: TaskResult? = nil, followUps: FollowUps = FollowUps(),
    releases: [LimitRelease] = [], file: String = #fileID, line: Int = #line
  ) async throws {
    let settlements = claimed.map {
      Settlement(
        receipt: $0.receipt, disposition: disposition, publish: publish, result: result, followUps: followUps,
        releases: releases)
    }
    let lost = try await backend.settle(settlements, by: node)
    try expect("receipts reported as lost", lost, is: [], file: file, line: line)
  }

  func statistics(of queue: QueueName = .standard) async throws -> QueueStatistics? {
    try await backend.queueStatistics(of: [queue]).first { $0.queue == queue }
  }

  /// The stream must ring because of what `action` does.
  func expectRing(
    _ stream: AsyncStream<Void>, by action: () async throws -> Void, file: String = #fileID, line: Int = #line
  ) async throws {
    try await action()
    try await expectRung(stream, file: file, line: line)
  }

  func expectRung(_ stream: AsyncStream<Void>, file: String = #fileID, line: Int = #line) async throws {
    try await TasksTesting.expectRung(stream, file: file, line: line)
  }
}

extension NodeIdentity {
  static let one = NodeIdentity(name: "celery@eins", incarnation: "01")
  static let two = NodeIdentity(name: "celery@zwölf", incarnation: "01")
  /// The same node as ``one``, started again.
  static let oneRestarted = NodeIdentity(name: "celery@eins", incarnation: "02")
}

extension [ClaimedMessage] {
  var ids: [TaskID] { map(\.message.id) }
}

extension [TaskMessage] {
  var ids: [TaskID] { map(\.id) }
}
