import TaskModel

/// How scripts are called, and called again.
extension RedisBackend {
  /// Pauses before each try of a call: the second finds out whether only the connection was gone, as after a restart of the
  /// server; further ones follow when the server may have done what was asked and only the answer is missing.
  private static let pauses: [Duration] = [.zero, .zero, .milliseconds(250), .seconds(1)]

  /// Runs what may be run twice: it reads, or its number says that it is the same call.
  func run(
    _ command: RedisCommand, on connection: RedisConnection, to attempted: String
  ) async throws(BackendError) -> RedisReply {
    var mayHaveRun = false
    var last = BackendError(.unavailable, attempted: attempted, place: connection.place, reason: "no answer")
    for (number, pause) in Self.pauses.enumerated() {
      if pause > .zero { try? await Task.sleep(for: pause) }
      do throws(ConnectionFailure) {
        return try await connection.run(command, to: attempted)
      } catch {
        last = error.error
        mayHaveRun = mayHaveRun || error.mayHaveRun
        guard last.code == .unavailable, mayHaveRun || number == 0 else { throw last }
      }
    }
    throw last
  }

  func run(
    _ script: RedisScript, _ arguments: [String], on connection: RedisConnection? = nil, to attempted: String
  ) async throws(BackendError) -> RedisReply {
    var command = RedisCommand(script, keyCount: 0, capacity: arguments.reduce(0) { $0 + $1.utf8.count + 16 })
    command.append(contentsOf: arguments)
    return try await run(command, on: connection ?? commands, to: attempted)
  }

  var nowText: String { String(clock.now.microseconds) }

  func newCall(scope: ChangeCall.Scope = .all, capacity: Int = 0) -> ChangeCall {
    ChangeCall(
      scripts.apply, lane: lane, number: nextCall(), now: clock.now, options: options, scope: scope, capacity: capacity)
  }

  func apply(
    _ call: ChangeCall, on connection: RedisConnection? = nil, to attempted: String
  ) async throws(BackendError) -> ChangeAnswer {
    if call.count == 0 { return ChangeAnswer() }
    let reply = try await run(call.command, on: connection ?? commands, to: attempted)
    guard let answer = ChangeAnswer(reply) else { throw unexpected(reply, attempted) }
    return answer
  }

  func unexpected(_ reply: RedisReply, _ attempted: String) -> BackendError {
    BackendError(
      .corrupt, attempted: attempted, place: commands.place,
      reason: "the server's answer has another form than our script gives: \(String(describing: reply).prefix(200))")
  }
}
