import TaskModel

/// What is said on a new connection, and what the server answers.
struct Greeting {
  private enum Step { case authenticate, select, name, identify, inform, role }

  private let endpoint: RedisEndpoint
  private let steps: [(step: Step, command: RedisCommand)]
  private(set) var server = RedisServerInformation(info: "")
  private(set) var clientID: Int64?

  init(endpoint: RedisEndpoint, clientName: String?, asksRole: Bool) {
    self.endpoint = endpoint
    var steps: [(Step, RedisCommand)] = []
    if endpoint.user != nil || endpoint.password != nil {
      let words = ["AUTH"] + [endpoint.user, endpoint.password ?? ""].compactMap { $0 }
      steps.append((.authenticate, RedisCommand(words)))
    }
    steps.append((.select, RedisCommand("SELECT", String(endpoint.database))))
    if let clientName { steps.append((.name, RedisCommand("CLIENT", "SETNAME", Self.allowed(clientName)))) }
    steps.append((.identify, RedisCommand("CLIENT", "ID")))
    steps.append((.inform, RedisCommand("INFO")))
    if asksRole { steps.append((.role, RedisCommand("ROLE"))) }
    self.steps = steps
  }

  var commands: [RedisCommand] { steps.map(\.command) }

  mutating func read(_ replies: [RedisReply]) throws(LinkError) {
    for ((step, _), reply) in zip(steps, replies) { try read(step, reply) }
  }

  private mutating func read(_ step: Step, _ reply: RedisReply) throws(LinkError) {
    if let error = reply.error { try judge(step, error) }
    switch step {
    case .identify: clientID = reply.integer
    case .inform:
      server = RedisServerInformation(info: reply.text ?? "")
      if let objection = server.objection { throw LinkError(.incompatible, objection) }
    case .role:
      let role = reply.elements?.first?.text ?? "unknown"
      if role != "master" { throw LinkError(.unavailable, "it is not a master (its role is \(role))") }
    case .authenticate, .select, .name: break
    }
  }

  /// A name, a number and information an ACL may keep back; the rest is needed.
  private func judge(_ step: Step, _ error: RedisServerError) throws(LinkError) {
    let isNeeded = step == .authenticate || step == .select || step == .role
    let failure = RedisServerError(text: error.text.masking(endpoint.password)).backendError(attempted: "", place: "")
    if !isNeeded && (error.code == "NOPERM" || error.code == "ERR") { return }
    guard step == .select, error.code == "ERR" else { throw LinkError(failure.code, failure.reason) }
    throw LinkError(.refused, "the server has no database \(endpoint.database) (\(failure.reason))")
  }

  /// `CLIENT SETNAME` takes neither blanks nor control characters nor anything beyond ASCII.
  private static func allowed(_ name: String) -> String {
    String(decoding: name.utf8.map { (0x21...0x7E).contains($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
  }
}
