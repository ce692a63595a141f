package import CeleryWire
package import TaskModel

/// Remote control and events on Redis, by kombu's keys and channels: broadcasts and events are published, replies are pushed
/// to the asker's queue.
package final class RedisRemoteChannel: RemoteChannel {
  /// How long kombu keeps a table of bindings at least that nobody renews.
  static let bindingLifetime = Duration.hours(1)
  /// Longer than anyone waits for answers.
  private static let replyLifetime = Duration.seconds(60)

  package var renewalInterval: Duration { Self.bindingLifetime / 3 }

  private let node: String
  let exchanges: RemoteExchanges
  private let endpoint: RedisEndpoint
  private let options: RedisConnectionOptions
  private let connection: RedisConnection
  private let listener: RedisListener

  /// Has connections of its own, so that broadcasts are heard and events are sent whatever the broker's are busy with.
  ///
  /// - Parameter node: the node's name, such as `celery@web1`.
  package init(
    _ endpoint: RedisEndpoint, options: RedisConnectionOptions, node: String, exchanges: RemoteExchanges
  ) throws(BackendError) {
    self.node = node
    self.exchanges = exchanges
    self.endpoint = endpoint
    self.options = options
    connection = try RedisConnection(endpoint, options: options, name: "remote")
    listener = try RedisListener(endpoint, options: options)
  }

  /// Ends both connections; what is under way fails.
  package func shutDown() {
    listener.close()
    connection.close()
  }

  package func receive(_ handle: (RemoteSignal) async -> Void) async {
    for await event in listener.channel(exchanges.requestChannel) {
      switch event {
      case .subscribed: await handle(.connected)
      case .refused: break
      case .message(_, let bytes): await handle(.request(bytes))
      }
    }
  }

  package func announce() async throws(BackendError) {
    var bind = RedisCommand(RemoteScripts.bind, keyCount: 2)
    bind.append(exchanges.bindings(of: exchanges.mailbox))
    bind.append(exchanges.bindingDeadlines)
    bind.append(exchanges.mailboxBinding(of: node))
    bind.append(exchanges.mailbox)
    bind.append(Self.bindingLifetime.microseconds / 1000)
    try await run([bind], to: "bind the mailbox")
  }

  package func withdraw() async throws(BackendError) {
    let binding = exchanges.mailboxBinding(of: node)
    let tables = [exchanges.bindings(of: exchanges.mailbox), exchanges.lastingBindings(of: exchanges.mailbox)]
    try await run(tables.map { RedisCommand("SREM", $0, binding) }, to: "unbind the mailbox")
  }

  package func reply(_ envelope: [UInt8], to address: ReplyAddress) async throws(BackendError) -> Int {
    var reply = RedisCommand(RemoteScripts.reply, keyCount: 1, capacity: envelope.count + 200)
    reply.append(exchanges.bindings(of: address.exchange))
    reply.append(address.routingKey)
    reply.append(exchanges.keyPrefix)
    reply.append(envelope)
    reply.append(Self.replyLifetime.microseconds / 1000)
    let replies = try await run([reply], to: "answer a control request")
    return Int(clamping: replies.first?.integer ?? 0)
  }

  package func broadcast(_ envelope: [UInt8]) async throws(BackendError) {
    try await run([broadcasting(envelope)], to: "broadcast a control request")
  }

  func broadcasting(_ envelope: [UInt8]) -> RedisCommand {
    var publish = RedisCommand("PUBLISH", capacity: envelope.count + 100)
    publish.append(exchanges.requestChannel)
    publish.append(envelope)
    return publish
  }

  package func publish(_ events: [EventEnvelope]) async throws(BackendError) {
    if events.isEmpty { return }
    let commands = events.map { event in
      var command = RedisCommand("PUBLISH", capacity: event.bytes.count + 100)
      command.append(exchanges.eventChannel(event.routingKey))
      command.append(event.bytes)
      return command
    }
    try await run(commands, to: "publish events")
  }

  /// Where something is waited for: the shared one goes on meanwhile.
  func connectionOfItsOwn() throws(BackendError) -> RedisConnection {
    try RedisConnection(endpoint, options: options, name: "asking")
  }

  /// The replies, or the first error among them.
  @discardableResult
  func run(
    _ commands: [RedisCommand], on other: RedisConnection? = nil, to attempted: String
  ) async throws(BackendError) -> [RedisReply] {
    let connection = other ?? connection
    let replies: [RedisReply]
    do throws(ConnectionFailure) { replies = try await connection.run(commands, to: attempted) } catch {
      throw error.error
    }
    if let error = replies.lazy.compactMap(\.error).first {
      throw error.backendError(attempted: attempted, place: connection.place)
    }
    return replies
  }
}
