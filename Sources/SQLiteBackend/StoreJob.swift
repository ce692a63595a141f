import TaskModel

/// One call that waits for its transaction.
protocol StoreJob: Sendable {
  /// Whether what it changes must be on the disk before it is answered.
  var isDurable: Bool { get }
  /// Does the work inside the open transaction. May be asked again after a rollback.
  func attempt(_ session: Session) throws
  /// Answers the caller: what `attempt` did last is committed.
  func succeed()
  /// Answers the caller: nothing of it was changed.
  func fail(_ error: any Error)
}

/// A job from its closure and the caller's continuation. Used by one thread after the other, never by two at once: the
/// caller makes it and hands it over, the writing thread does the rest.
final class ClosureJob<Value: Sendable>: StoreJob, @unchecked Sendable {
  let isDurable: Bool
  private let attempted: String
  private let place: String
  private let body: @Sendable (Session) throws -> Value
  private let continuation: CheckedContinuation<Result<Value, BackendError>, Never>
  private var value: Value?

  init(
    _ attempted: String, place: String, isDurable: Bool,
    continuation: CheckedContinuation<Result<Value, BackendError>, Never>,
    body: @escaping @Sendable (Session) throws -> Value
  ) {
    self.attempted = attempted
    self.place = place
    self.isDurable = isDurable
    self.continuation = continuation
    self.body = body
  }

  func attempt(_ session: Session) throws { value = try body(session) }

  func succeed() {
    guard let value else { return fail(SQLiteFailure(code: 0, message: "never attempted", systemError: 0)) }
    continuation.resume(returning: .success(value))
  }

  func fail(_ error: any Error) {
    continuation.resume(returning: .failure(BackendError(error, attempted: attempted, place: place)))
  }
}
