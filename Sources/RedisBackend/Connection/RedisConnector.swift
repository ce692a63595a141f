import TaskModel

/// Makes a connection that is ready to be used: finds the server, says who it is, and looks whether it will do.
struct RedisConnector: Sendable {
  struct Link {
    let context: RedisContext
    let server: RedisServerInformation
    /// What the server calls this connection; nil where the ACL does not let it tell.
    let clientID: Int64?
  }

  let endpoint: RedisEndpoint
  let options: RedisConnectionOptions
  let interrupter: Interrupter

  func connect() throws(LinkError) -> Link {
    if interrupter.isClosed { throw .closed }
    switch endpoint.location {
    case .tcp(let host): return try prepare(dial(host), mustBeMaster: false)
    case .unixSocket(let path):
      return try prepare(
        .connect(toPath: path, timeout: options.connectTimeout, interrupter: interrupter), mustBeMaster: false)
    case .sentinel(let hosts, let service): return try findMaster(service, sentinels: hosts)
    }
  }

  private func dial(_ host: RedisEndpoint.Host) throws(LinkError) -> RedisContext {
    try .connect(to: host, tls: endpoint.tls, timeout: options.connectTimeout, interrupter: interrupter)
  }

  private func prepare(_ context: RedisContext, mustBeMaster: Bool) throws(LinkError) -> Link {
    var greeting = Greeting(endpoint: endpoint, clientName: options.clientName, asksRole: mustBeMaster)
    try greeting.read(try greet(context, greeting.commands))
    context.setTimeout(options.commandTimeout)
    return Link(context: context, server: greeting.server, clientID: greeting.clientID)
  }

  /// A server that wants a certificate of ours may say so only when the handshake is over for us, or just hang up.
  private func greet(_ context: RedisContext, _ commands: [RedisCommand]) throws(LinkError) -> [RedisReply] {
    do {
      return try context.call(commands)
    } catch {
      guard context.isEncrypted, endpoint.tls?.certificate == nil, !interrupter.isClosed else { throw error }
      throw LinkError(
        error.code, "\(error.reason); if it wants to see a certificate (tls-auth-clients), name one: ssl_certfile")
    }
  }

  /// Asks the sentinels in turn, until one names a master that is one.
  private func findMaster(_ service: String, sentinels: [RedisEndpoint.Host]) throws(LinkError) -> Link {
    var reasons: [String] = []
    for sentinel in sentinels {
      do {
        return try connectToMaster(service, of: sentinel)
      } catch {
        // What a person must mend is the same whichever sentinel is asked.
        if interrupter.isClosed || error.code != .unavailable { throw error }
        reasons.append("\(sentinel) \(error.reason)")
      }
    }
    let explanation = reasons.isEmpty ? "none is configured" : reasons.joined(separator: "; ")
    throw LinkError(.unavailable, "no sentinel leads to the master '\(service)': \(explanation)")
  }

  private func connectToMaster(_ service: String, of sentinel: RedisEndpoint.Host) throws(LinkError) -> Link {
    let master = try askForMaster(service, of: sentinel)
    do {
      return try prepare(dial(master), mustBeMaster: true)
    } catch {
      throw LinkError(error.code, "names \(master): \(error.reason)")
    }
  }

  private func askForMaster(
    _ service: String, of sentinel: RedisEndpoint.Host
  ) throws(LinkError) -> RedisEndpoint.Host {
    let context = try dial(sentinel)
    var commands: [RedisCommand] = []
    if let password = endpoint.sentinelPassword {
      commands.append(RedisCommand(["AUTH"] + [endpoint.sentinelUser, password].compactMap { $0 }))
    }
    commands.append(RedisCommand("SENTINEL", "get-master-addr-by-name", service))
    let replies = try context.call(commands)
    if let error = replies.lazy.compactMap(\.error).first {
      let text = error.text.masking(endpoint.sentinelPassword)
      let failure = RedisServerError(text: text).backendError(attempted: "", place: "")
      throw LinkError(failure.code == .unavailable ? .unavailable : .refused, "sentinel \(sentinel): \(failure.reason)")
    }
    guard let address = replies.last?.elements, address.count == 2, let name = address[0].text,
      let port = address[1].integer.flatMap({ UInt16(exactly: $0) })
    else { throw LinkError(.unavailable, "does not know it") }
    return RedisEndpoint.Host(name, port: port)
  }
}
