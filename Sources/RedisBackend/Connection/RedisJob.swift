import TaskModel

/// One call that waits for its turn on the connection.
protocol RedisJob: Sendable {
  var commands: [RedisCommand] { get }
  /// Answers the caller, on the connection's thread.
  func finish(_ replies: borrowing RedisReplies)
  /// Answers the caller.
  func fail(_ error: LinkError, mayHaveRun: Bool)
}

/// A job from its closure and the caller's continuation.
struct ClosureJob<Value: Sendable>: RedisJob {
  let commands: [RedisCommand]
  let attempted: String
  let place: String
  let decode: @Sendable (borrowing RedisReplies) throws(BackendError) -> Value
  let continuation: CheckedContinuation<Result<Value, ConnectionFailure>, Never>

  func finish(_ replies: borrowing RedisReplies) {
    do {
      continuation.resume(returning: .success(try decode(replies)))
    } catch {
      continuation.resume(returning: .failure(ConnectionFailure(error: error, mayHaveRun: true)))
    }
  }

  func fail(_ error: LinkError, mayHaveRun: Bool) {
    let error = error.backendError(attempted: attempted, place: place)
    continuation.resume(returning: .failure(ConnectionFailure(error: error, mayHaveRun: mayHaveRun)))
  }
}
