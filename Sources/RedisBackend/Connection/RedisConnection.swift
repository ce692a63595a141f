import TaskModel

/// One connection to a server: a thread that owns it, and calls that wait for their turn on it.
///
/// What several callers ask for while the server works is written together and answered in order: batches grow with the
/// load, and an idle connection adds no delay. It connects at the first call, and again at the first call after it broke.
final class RedisConnection: Sendable {
  /// Without secrets.
  let place: String

  /// Starts the thread; connects to nothing yet.
  init(_ endpoint: RedisEndpoint, options: RedisConnectionOptions, name: String) throws(BackendError) {
    place = endpoint.maskedDescription
  }

  /// What the server said of itself when it was last connected to.
  var server: RedisServerInformation? { nil }

  /// Connects now, if it is not connected.
  func connect() async throws(ConnectionFailure) { fatalError() }

  /// Runs the commands one after the other, though not as one step: those of other callers may come between.
  ///
  /// An error the server answers is the reply to that command and stops none of the others.
  func run(_ commands: [RedisCommand], to attempted: String) async throws(ConnectionFailure) -> [RedisReply] {
    fatalError()
  }

  /// Runs one command; an error the server answers is thrown (`mayHaveRun` is true then: a script may have done half).
  func run(_ command: RedisCommand, to attempted: String) async throws(ConnectionFailure) -> RedisReply { fatalError() }

  /// As `run`, with the replies read where they are: `decode` runs on the connection's own thread, and must not block.
  func run<Value: Sendable>(
    _ commands: [RedisCommand], to attempted: String,
    decode: @escaping @Sendable (borrowing RedisReplies) throws(BackendError) -> Value
  ) async throws(ConnectionFailure) -> Value { fatalError() }

  /// Ends the connection and its thread; what waits fails, what is asked later too.
  func close() {}
}
