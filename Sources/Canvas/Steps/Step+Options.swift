import TaskModel

/// What is said of a workflow as a whole goes to the tasks it concerns.
extension Step {
  /// Results of what went before: the first arguments of whatever the step sends first.
  mutating func prepend(_ values: [JSONValue]) {
    if values.isEmpty { return }
    changeFirst { signature in
      if !signature.isImmutable { signature.arguments.positional.insert(contentsOf: values, at: 0) }
    }
  }

  mutating func makeImmutable() { changeFirst { $0.isImmutable = true } }

  /// The tasks that are sent when the step begins.
  private mutating func changeFirst(_ change: (inout Signature) -> Void) {
    switch self {
    case .task(var signature):
      change(&signature)
      self = .task(signature)
    case .group(let id, var members):
      for index in members.indices { members[index][0].changeFirst(change) }
      self = .group(id: id, members: members)
    case .chord(let id, var header, let body):
      for index in header.indices { header[index][0].changeFirst(change) }
      self = .chord(id: id, header: header, body: body)
    }
  }

  /// The one task that ends the step. A group has none and gets one.
  mutating func changeLast(_ change: (inout Signature) -> Void) throws(CanvasError) {
    switch self {
    case .task(var signature):
      try signature.changeLast(change)
      self = .task(signature)
    case .group:
      self = closed
      try changeLast(change)
    case .chord(let id, let header, var body):
      try body.changeLast(change)
      self = .chord(id: id, header: header, body: body)
    }
  }

  /// What is to come after the step, the next one last.
  mutating func follow(with rest: [JSONValue]) throws(CanvasError) {
    guard let next = rest.last else { return }
    switch self {
    case .task(var signature):
      signature.options["chain"] = .array(rest + signature.options.list("chain"))
      self = .task(signature)
    case .group:
      let steps = try StepReader.steps(of: next, path: "chain[\(rest.count - 1)]")
      if let first = steps.first { self = absorbing(first) ?? self }
      try follow(with: rest.dropLast() + steps.dropFirst().reversedJSON)
    case .chord(let id, let header, var body):
      try body.follow(with: rest)
      self = .chord(id: id, header: header, body: body)
    }
  }

  /// Options given on the way win over those a task has, as in Celery's `Signature._merge`. A chord's delay is its header's.
  mutating func merge(_ options: JSONObject) {
    switch self {
    case .task(var signature):
      signature.merge(options)
      self = .task(signature)
    case .group(let id, var members):
      for index in members.indices { members[index][0].merge(options) }
      self = .group(id: id, members: members)
    case .chord(let id, var header, var body):
      for index in header.indices { header[index][0].merge(options) }
      body.merge(options.without(["countdown", "eta"]))
      self = .chord(id: id, header: header, body: body)
    }
  }

  /// Errbacks of a chord are its body's.
  mutating func linkErrors(_ errbacks: [JSONValue]) {
    switch self {
    case .task(var signature):
      signature.options.append(errbacks, to: "link_error")
      self = .task(signature)
    case .group(let id, var members):
      for member in members.indices {
        for step in members[member].indices { members[member][step].linkErrors(errbacks) }
      }
      self = .group(id: id, members: members)
    case .chord(let id, let header, var body):
      body.linkErrors(errbacks)
      self = .chord(id: id, header: header, body: body)
    }
  }

  /// A group that Celery has counted task by task in a chord around it: each member reports for itself.
  fileprivate mutating func joinEach(_ place: JSONObject) throws(CanvasError) {
    guard case .group(let id, var members) = self else {
      return try changeLast { $0.options = place.merging($0.options) }
    }
    for index in members.indices {
      let own = place.merging(["group_index": JSONValue(index)])
      try members[index][members[index].count - 1].changeLast { $0.options = own.merging($0.options) }
    }
    self = .group(id: id, members: members)
  }
}

extension [Step] {
  /// Options of the composite signature these are the steps of: callbacks and the place in a chord belong to the last step,
  /// errbacks to each, everything else to the first.
  mutating func apply(_ options: JSONObject) throws(CanvasError) {
    if isEmpty || options.isEmpty { return }
    let last = count - 1
    let general = options.withoutPlace.without(["link", "link_error"])
    if !general.isEmpty { self[0].merge(general) }
    let errbacks = options.list("link_error")
    if !errbacks.isEmpty { for index in indices { self[index].linkErrors(errbacks) } }
    let callbacks = options.list("link")
    if !callbacks.isEmpty { try self[last].changeLast { $0.options.append(callbacks, to: "link") } }
    if options["chord"] != nil { try self[last].joinEach(options.only(["chord", "group_id", "group_index"])) }
  }
}

extension Signature {
  fileprivate mutating func merge(_ given: JSONObject) {
    let stamps = Set(options.list("stamped_headers").compactMap(\.stringValue))
    for (name, value) in given.members {
      let stays = name == "group_id" || name == "stamped_headers" || stamps.contains(name)
      if !stays || options[name] == nil { options[name] = value }
    }
  }

  /// The last task of the chain that begins here.
  fileprivate mutating func changeLast(_ change: (inout Signature) -> Void) throws(CanvasError) {
    var chain = options.list("chain")
    guard let last = chain.first else { return change(&self) }
    var steps = try StepReader.steps(of: last, path: "options.chain[0]")
    if !steps.isEmpty { try steps[steps.count - 1].changeLast(change) }
    chain.replaceSubrange(0..<1, with: steps.reversedJSON)
    options["chain"] = chain.isEmpty ? nil : .array(chain)
    if steps.isEmpty { try changeLast(change) }
  }
}

extension JSONObject {
  func without(_ names: Set<String>) -> JSONObject {
    JSONObject(unique: members.filter { !names.contains($0.key) })
  }

  func only(_ names: Set<String>) -> JSONObject { JSONObject(unique: members.filter { names.contains($0.key) }) }

  /// Options but for those that say who a task is and where it stands.
  var withoutPlace: JSONObject {
    without(["task_id", "root_id", "parent_id", "chord", "group_id", "group_index", "chain"])
  }
}
