public import TaskModel

/// The outcome of a task that was sent: there later, perhaps.
public struct AsyncResult<Output: Sendable>: Sendable, Identifiable {
  public let id: TaskID
  private let store: (any ResultStore)?
  let clock: any WallClock
  private let isIgnored: Bool

  init(id: TaskID, store: (any ResultStore)?, clock: any WallClock, isIgnored: Bool) {
    self.id = id
    self.store = store
    self.clock = clock
    self.isIgnored = isIgnored
  }
}

extension AsyncResult {
  /// What the task returned. Waits until it is known; the store says when.
  ///
  /// Throws the task's ``TaskFailure`` when it failed, a ``ResultError`` when it was revoked, when `timeout` passed or when
  /// its outcome is not kept, a `BackendError` when the store is away, `CancellationError` when the waiting is cancelled.
  public func get(timeout: Duration? = nil) async throws -> Output {
    let record = try await finalRecord(timeout: timeout)
    switch record.state {
    // Celery's workers store an exception with it.
    case .revoked: throw ResultError.revoked(id)
    case .failure: throw record.failure ?? TaskFailure(type: "Failure", message: "the task failed without saying why")
    default: return try ResultCoding<Output>.decode(record.value)
    }
  }

  /// PENDING also when nothing is known of the task: not yet, not any more, or never.
  public func state() async throws -> TaskState { try await record()?.state ?? .pending }

  /// Everything that is known of the outcome.
  public func record() async throws -> TaskResult? { try await kept().result(of: id) }

  /// The tasks that this one sent, as far as its outcome tells: callbacks, the next of its chain, what its run sent; of a group
  /// its members.
  public func children() async throws -> [AsyncResult<JSONValue>] {
    let tuples = try await record()?.children ?? []
    return tuples.map(WorkflowEnd.init).flatMap { $0.taskID.map { [$0] } ?? $0.memberIDs }.map {
      AsyncResult<JSONValue>(id: $0, store: store, clock: clock, isIgnored: false)
    }
  }

  /// Deletes the record; true if there was one. The task itself is not touched.
  @discardableResult
  public func forget() async throws -> Bool { try await kept().forget(id) }

  private func kept() throws(ResultError) -> any ResultStore {
    guard let store else { throw .notKept(id) }
    return store
  }

  private func finalRecord(timeout: Duration?) async throws -> TaskResult {
    let store = try kept()
    if isIgnored { throw ResultError.notKept(id) }
    let watch = ResultWatch(id: id, store: store)
    guard let timeout else { return try await watch.finalRecord() }
    if let record = try await watch.finalRecordNow() { return record }
    return try await withThrowingTaskGroup { [clock, id] group in
      let deadline = clock.now + timeout
      group.addTask { try await watch.finalRecord() }
      group.addTask {
        try await clock.sleep(until: deadline)
        throw ResultError.timeout(id, after: timeout)
      }
      defer { group.cancelAll() }
      guard let record = try await group.next() else { throw CancellationError() }
      return record
    }
  }
}

/// Follows the record of one task.
private struct ResultWatch: Sendable {
  let id: TaskID
  let store: any ResultStore

  /// Listens before it reads, so that no change falls between.
  func finalRecord() async throws -> TaskResult {
    let changes = store.changes(of: id)
    if let record = try await finalRecordNow() { return record }
    for await _ in changes {
      if let record = try await finalRecordNow() { return record }
    }
    try Task.checkCancellation()
    throw ResultError.storeClosed(id)
  }

  func finalRecordNow() async throws -> TaskResult? {
    let record = try await store.result(of: id)
    return record.flatMap { $0.state.isFinal ? $0 : nil }
  }
}
