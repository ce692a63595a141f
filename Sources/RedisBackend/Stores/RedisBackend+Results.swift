import CeleryWire
public import TaskModel

extension RedisBackend: ResultStore {
  public func store(_ results: [TaskResult]) async throws(BackendError) {
    if results.isEmpty { return }
    var call = newCall(scope: .results, capacity: results.count * 600)
    call.always()
    for result in results { call.store(result) }
    _ = try await apply(call, on: resultCommands, to: "store results")
  }

  public func result(of id: TaskID) async throws(BackendError) -> TaskResult? {
    let now = clock.now
    let reply = try await run(
      scripts.result, [String(now.microseconds), id.rawValue], on: resultCommands, to: "read a result")
    guard let parts = reply.elements, parts.count == 2, let bytes = parts[0].bytes else { return nil }
    do {
      var result = try CeleryResult.decode(bytes)
      // Written by its key, whatever it says of itself.
      result.id = id
      result.expires = expiry(parts[1], now: now)
      return result
    } catch {
      throw BackendError(
        .corrupt, attempted: "read a result", place: (resultCommands ?? commands).place,
        reason: "the record of \(id) cannot be read: \(error)")
    }
  }

  private func expiry(_ reply: RedisReply, now: Timestamp) -> Timestamp? {
    if options.leaseTime == .clock { return reply.text.flatMap { Double($0) }.map(Timestamp.init(score:)) }
    guard let milliseconds = reply.integer, milliseconds >= 0 else { return nil }
    return now + .milliseconds(milliseconds)
  }

  public func forget(_ id: TaskID) async throws(BackendError) -> Bool {
    let reply = try await run(scripts.forgetResult, [nowText, id.rawValue], on: resultCommands, to: "forget a result")
    return reply.integer == 1
  }

  /// Told by the message that Celery's clients wait for, too. It also rings when the subscription stands, so whoever reads
  /// after having called this misses nothing. Where the server does not allow to listen (an ACL), it rings once a second.
  public func changes(of id: TaskID) -> AsyncStream<Void> {
    let events = listener.channel("\(options.resultKeyPrefix)celery-task-meta-\(id.rawValue)", limit: 1)
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let forwarding = Task {
      await withTaskGroup { group in
        var rings = false
        for await event in events {
          continuation.yield()
          guard event == .refused, !rings else { continue }
          rings = true
          group.addTask { await Self.ring(continuation) }
        }
        group.cancelAll()
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in forwarding.cancel() }
    return stream
  }

  private static func ring(_ bell: AsyncStream<Void>.Continuation) async {
    while true {
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
      bell.yield()
    }
  }

  /// Redis does it by itself.
  public func removeExpiredResults() async throws(BackendError) -> Int {
    if options.leaseTime == .server { return 0 }
    let reply = try await run(scripts.removeExpired, [nowText], on: resultCommands, to: "remove expired results")
    return Int(clamping: reply.integer ?? 0)
  }
}
