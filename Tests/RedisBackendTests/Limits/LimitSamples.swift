import TaskModel

@testable import RedisBackend

extension TaskMessage {
  /// A message that claims `key`.
  static func claiming(
    _ key: String, _ id: TaskID, until end: UniqueClaim.End = .done, queue: QueueName = .standard, eta: Timestamp? = nil
  ) -> TaskMessage {
    var message = TaskMessage.sample(id, queue: queue, eta: eta)
    message.unique = UniqueClaim(key: key, end: end, lifetime: .hours(1))
    return message
  }
}

extension RedisBackend {
  func admit(
    _ task: TaskID, by node: NodeIdentity = .web, rate: SharedRate? = nil, place: SharedConcurrency? = nil,
    unique: UniqueClaim? = nil
  ) async throws(BackendError) -> Admission {
    try await admit(AdmissionRequest(task: task, node: node, rate: rate, concurrency: place, unique: unique))
  }

  /// A task is done, and gives its place back.
  @discardableResult
  func finish(
    _ claimed: ClaimedMessage, key: String, by node: NodeIdentity = .web
  ) async throws(BackendError) -> [Receipt] {
    try await settle(
      [
        Settlement(
          receipt: claimed.receipt, disposition: .acknowledge,
          releases: [.concurrency(key: key, holder: claimed.message.id)])
      ], by: node)
  }

  /// A task found its key full, and waits.
  func wait(
    _ claimed: ClaimedMessage, for place: SharedConcurrency, by node: NodeIdentity = .web
  ) async throws(BackendError) {
    let latest = clock.now + .seconds(60)
    _ = try await settle(
      [Settlement(receipt: claimed.receipt, disposition: .waitForPlace(place, atLatest: latest))], by: node)
  }
}
