import TaskModel
import WorkerThreads

/// One connection to a server: a thread that owns it, and calls that wait for their turn on it.
///
/// What several callers ask for while the server works is written together and answered in order: batches grow with the
/// load, and an idle connection adds no delay. It connects at the first call, and again at the first call after it broke.
final class RedisConnection: Sendable {
  /// Without secrets.
  let place: String
  private let loop: ConnectionLoop

  /// Starts the thread; connects to nothing yet.
  /// - Parameter name: of the thread.
  init(_ endpoint: RedisEndpoint, options: RedisConnectionOptions, name: String) throws(BackendError) {
    place = endpoint.maskedDescription
    loop = ConnectionLoop(RedisConnector(endpoint: endpoint, options: options, interrupter: Interrupter()))
    let thread = try WorkerThread.starting(name, place: place)
    thread.perform { [loop] in
      loop.run()
      thread.stop()
    }
  }

  deinit { loop.close() }

  /// What the server said of itself when it was last connected to.
  var server: RedisServerInformation? { loop.server }

  /// Connects now, if it is not connected.
  func connect() async throws(ConnectionFailure) {
    try await run([], to: "connect") { _ in }
  }

  /// Runs the commands one after the other, though not as one step: those of other callers may come between.
  ///
  /// An error the server answers is the reply to that command and stops none of the others. A script the server does not
  /// have is brought and run after the other commands of the batch.
  /// - Parameter attempted: for error texts, such as `claim`.
  func run(_ commands: [RedisCommand], to attempted: String) async throws(ConnectionFailure) -> [RedisReply] {
    try await run(commands, to: attempted) { $0.copy() }
  }

  /// Runs one command; an error the server answers is thrown, with `mayHaveRun`: a script may have done half.
  func run(_ command: RedisCommand, to attempted: String) async throws(ConnectionFailure) -> RedisReply {
    try await run([command], to: attempted) { [place] (replies) throws(BackendError) in
      try replies.withReply(0) { (reply) throws(BackendError) in
        if let error = reply.error { throw error.backendError(attempted: attempted, place: place) }
        return reply.copy()
      }
    }
  }

  /// As `run`, with the replies read where they are: `decode` runs on the connection's own thread and must not block.
  func run<Value: Sendable>(
    _ commands: [RedisCommand], to attempted: String,
    decode: @escaping @Sendable (borrowing RedisReplies) throws(BackendError) -> Value
  ) async throws(ConnectionFailure) -> Value {
    let result = await withCheckedContinuation { continuation in
      loop.submit(
        ClosureJob(
          commands: commands, attempted: attempted, place: place, decode: decode, continuation: continuation))
    }
    return try result.get()
  }

  /// Ends the connection and its thread, whatever it waits for; what was asked for and not answered fails, what is asked
  /// later too. Returns at once.
  func close() { loop.close() }
}
