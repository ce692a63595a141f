import TaskModel

/// Sends workflows: gathers what must be published for them, and with what chords.
struct Launch<IDs: RandomNumberGenerator> {
  let context: LaunchContext
  var ids: IDs
  var followUps = FollowUps()

  init(_ context: LaunchContext, ids: IDs) {
    self.context = context
    self.ids = ids
  }

  /// - Parameters:
  ///   - results: what went before; the first arguments of what is sent first.
  ///   - rest: what comes after, the next one last.
  /// - Returns: the result tuples of what is sent now, and of the whole; null when there is nothing to send.
  @discardableResult
  mutating func send(
    _ steps: [Step], results: [JSONValue], rest: [JSONValue] = []
  ) throws(CanvasError) -> (sent: JSONValue, whole: JSONValue) {
    var steps = steps
    for index in steps.indices { steps[index].freeze { makeID() } }
    guard var first = steps.first else { return try sendNext(of: rest, results: results) }
    let tuples = (first.launchTuple(), steps.resultTuple())
    first.prepend(results)
    try first.follow(with: rest + steps.dropFirst().reversedJSON)
    try send(first)
    return tuples
  }

  /// An empty group in a chain does nothing: what comes after it is next.
  private mutating func sendNext(
    of rest: [JSONValue], results: [JSONValue]
  ) throws(CanvasError) -> (sent: JSONValue, whole: JSONValue) {
    guard let next = rest.last else { return (.null, .null) }
    let steps = try StepReader.steps(of: next, path: "chain[\(rest.count - 1)]")
    return try send(steps, results: results, rest: rest.dropLast())
  }

  private mutating func send(_ step: Step) throws(CanvasError) {
    switch step {
    case .task(let signature): followUps.messages.append(try signature.message(id: newID(), in: context))
    case .group(let id, let members): try send(members, groupID: id ?? makeID())
    case .chord(let id, let header, let body): try send(header, groupID: id ?? makeID(), body: body)
    }
  }

  private mutating func send(_ members: [[Step]], groupID: String) throws(CanvasError) {
    for (index, var member) in members.enumerated() {
      let last = member.count - 1
      if !member[last].endsInGroup {
        try member[last].changeLast { $0.join(group: groupID, at: index) }
      }
      try send(chain: member)
    }
  }

  private mutating func send(_ header: [[Step]], groupID: String, body: Step) throws(CanvasError) {
    var body = body
    if case .task(var signature) = body {
      if signature.options["group_id"] == nil { signature.options["group_id"] = .string(groupID) }
      if let root = context.rootID { signature.options["root_id"] = .string(root.rawValue) }
      body = .task(signature)
    }
    if header.isEmpty {
      body.prepend([[]])
      return try send(body)
    }
    let object = body.signature.object
    followUps.chordSizes.append(ChordSize(groupID: groupID, count: header.count, expires: context.expires))
    for (index, var member) in header.enumerated() {
      try member[member.count - 1].changeLast { $0.join(group: groupID, at: index, body: object) }
      try send(chain: member)
    }
  }

  private mutating func send(chain: [Step]) throws(CanvasError) {
    // A group that was given a last task on the way has one without an id.
    var chain = chain
    for index in chain.indices { chain[index].freeze { makeID() } }
    guard var first = chain.first else { return }
    try first.follow(with: chain.dropFirst().reversedJSON)
    try send(first)
  }

  private mutating func newID() -> TaskID { TaskID.make(at: context.now, using: &ids) }
  private mutating func makeID() -> String { newID().rawValue }
}

extension Signature {
  fileprivate mutating func join(group: String, at index: Int) {
    if options["group_id"] != nil { return }
    options["group_id"] = .string(group)
    options["group_index"] = JSONValue(index)
  }

  /// Whatever chord it was frozen for, it is counted in this one.
  fileprivate mutating func join(group: String, at index: Int, body: JSONObject) {
    options["group_id"] = .string(group)
    options["group_index"] = JSONValue(index)
    options["chord"] = .object(body)
  }
}
