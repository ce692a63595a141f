package import CeleryWire
package import TaskModel

/// Asking other nodes, as kombu's clients do: the queue for answers is bound before the request is sent.
extension RedisRemoteChannel {
  package func ask(
    _ envelope: [UInt8], repliesTo address: ReplyAddress, within limit: Duration,
    _ take: (_ reply: [UInt8]?, _ heard: Int) -> Bool
  ) async throws(BackendError) -> [String] {
    let connection = try connectionOfItsOwn()
    defer { connection.close() }
    let queue = exchanges.keyPrefix + exchanges.replyQueue(address)
    var members = RedisCommand("SMEMBERS")
    members.append(exchanges.bindings(of: exchanges.mailbox))
    let replies = try await run([binding(address), members, broadcasting(envelope)], on: connection, to: "ask nodes")
    guard replies.count == 3 else { return [] }
    let heard = Int(clamping: replies[2].integer ?? 0)
    var failure: BackendError?
    do throws(BackendError) {
      try await collect(queue, within: limit, on: connection) { take($0, heard) }
    } catch {
      failure = error
    }
    var unbinding = RedisCommand("SREM", exchanges.bindings(of: address.exchange))
    unbinding.append(exchanges.replyBinding(address))
    _ = try? await run([unbinding, RedisCommand("DEL", queue)], on: connection, to: "ask nodes")
    if let failure { throw failure }
    return (replies[1].elements ?? []).compactMap { $0.text.flatMap(exchanges.node(ofBinding:)) }
  }

  private func binding(_ address: ReplyAddress) -> RedisCommand {
    var bind = RedisCommand(RemoteScripts.bind, keyCount: 2)
    bind.append(exchanges.bindings(of: address.exchange))
    bind.append(exchanges.bindingDeadlines)
    bind.append(exchanges.replyBinding(address))
    bind.append(address.exchange)
    bind.append(Self.bindingLifetime.microseconds / 1000)
    return bind
  }

  /// The server waits, in parts, so that no wait looks like a server that hangs.
  private func collect(
    _ queue: String, within limit: Duration, on connection: RedisConnection, _ take: ([UInt8]?) -> Bool
  ) async throws(BackendError) {
    if take(nil) { return }
    let end = ContinuousClock.now + limit
    while !Task.isCancelled {
      let left = min(end - ContinuousClock.now, .seconds(1))
      guard left > .zero else { return }
      let pop = RedisCommand("BRPOP", queue, String(max(left.inSeconds, 0.001)))
      let reply = try await run([pop], on: connection, to: "wait for answers").first
      if let bytes = reply?.elements?.last?.bytes, take(bytes) { return }
    }
  }
}
