import TaskModel

/// Reads a signature into the steps in which it runs. None: there is nothing to run.
enum StepReader {
  static func steps(of signature: Signature) throws(CanvasError) -> [Step] {
    switch signature.kind {
    case nil, .map, .starmap: return [.task(signature)]
    case .chain: return try finished(try chain(signature), by: signature, chainID: signature.id)
    case .group: return try finished(try group(signature), by: signature)
    case .chunks: return try finished(try chunks(signature), by: signature)
    case .chord: return try chord(signature)
    }
  }

  static func steps(of json: JSONValue, path: String) throws(CanvasError) -> [Step] {
    do { return try steps(of: try Signature(json: json)) } catch { throw error.inside(path) }
  }

  /// What a composite signature itself says of its parts: arguments, options, and what is chained behind it.
  private static func finished(
    _ steps: [Step], by signature: Signature, chainID: TaskID? = nil
  ) throws(CanvasError) -> [Step] {
    var steps = steps
    if !steps.isEmpty {
      steps[0].prepend(signature.arguments.positional)
      if signature.isImmutable && signature.kind != .chunks { steps[0].makeImmutable() }
      try steps.apply(signature.options)
      if let chainID, case .task(var last) = steps[steps.count - 1], last.id == nil {
        last.options["task_id"] = .string(chainID.rawValue)
        steps[steps.count - 1] = .task(last)
      }
    }
    return try joined(steps, rest(signature.options.list("chain")))
  }

  /// The steps of a chain's rest, which is kept in reverse.
  private static func rest(_ chain: [JSONValue]) throws(CanvasError) -> [Step] {
    var steps: [Step] = []
    for (index, json) in chain.enumerated().reversed() {
      steps = joined(steps, try self.steps(of: json, path: "options.chain[\(index)]"))
    }
    return steps
  }

  /// Two chains as one: what ends in a group takes in what follows.
  static func joined(_ left: [Step], _ right: [Step]) -> [Step] {
    guard let last = left.last, let next = right.first, let one = last.absorbing(next) else { return left + right }
    return left.dropLast() + [one] + right.dropFirst()
  }

  private static func chain(_ signature: Signature) throws(CanvasError) -> [Step] {
    var steps: [Step] = []
    for (index, part) in try signature.parts().enumerated() {
      do { steps = joined(steps, try self.steps(of: part)) } catch { throw error.inside("kwargs.tasks[\(index)]") }
    }
    return steps
  }

  private static func group(_ signature: Signature) throws(CanvasError) -> [Step] {
    let members = try members(try signature.parts(), path: "kwargs.tasks")
    return members.isEmpty ? [] : [.group(id: signature.id?.rawValue, members: members)]
  }

  /// Each part as a chain of its own; a group among them gives its members.
  private static func members(_ parts: [Signature], path: String) throws(CanvasError) -> [[Step]] {
    var members: [[Step]] = []
    for (index, part) in parts.enumerated() {
      do {
        let steps = try steps(of: part)
        if steps.count == 1, case .group(_, let nested) = steps[0] {
          members += nested
        } else if !steps.isEmpty {
          members.append(steps)
        }
      } catch { throw error.inside("\(path)[\(index)]") }
    }
    return members
  }

  private static func chunks(_ signature: Signature) throws(CanvasError) -> [Step] {
    let keywords = signature.arguments.keywords
    guard let size = keywords["n"]?.integerValue.flatMap(Int.init(exactly:)), size > 0 else {
      throw CanvasError(path: "kwargs.n", message: "the size of chunks is a whole number above 0")
    }
    guard let task = keywords["task"], let items = keywords["it"]?.arrayValue else {
      throw CanvasError(path: "kwargs", message: "chunks need 'task', a signature, and 'it', an array")
    }
    let members = stride(from: 0, to: items.count, by: size).map { start in
      let part = JSONValue.array(Array(items[start..<min(items.count - start, size) + start]))
      let keywords: JSONObject = ["task": task, "it": part]
      return [
        Step.task(
          Signature(
            "celery.starmap", TaskArguments(keywords: keywords), kind: .starmap, isImmutable: true))
      ]
    }
    return members.isEmpty ? [] : [.group(id: signature.id?.rawValue, members: members)]
  }

  private static func chord(_ signature: Signature) throws(CanvasError) -> [Step] {
    let keywords = signature.arguments.keywords
    guard let bodyJSON = keywords["body"], !bodyJSON.isNull else {
      throw CanvasError(path: "kwargs", message: "a chord needs its 'body'")
    }
    let (groupID, header) = try self.header(keywords["header"] ?? .null)
    var behind = try steps(of: bodyJSON, path: "kwargs.body")
    let body = behind.isEmpty ? Step.group(id: nil, members: []) : behind.removeFirst()
    var step = Step.chord(id: groupID ?? signature.id?.rawValue, header: header, body: body)
    step.prepend(signature.arguments.positional)
    if signature.isImmutable { step.makeImmutable() }
    // What is linked to a chord is linked to its last task.
    var steps = [step] + behind
    try steps.apply(signature.options)
    return try joined(steps, rest(signature.options.list("chain")))
  }

  /// Celery writes a header as a group, an array, or one signature.
  private static func header(_ json: JSONValue) throws(CanvasError) -> (id: String?, members: [[Step]]) {
    if json.isNull { return (nil, []) }
    if json.arrayValue != nil {
      return (nil, try members(try Signature.list(json, path: "kwargs.header"), path: "kwargs.header"))
    }
    do {
      let signature = try Signature(json: json)
      // A chain's or group's parts are the members, as in Celery's `_maybe_group`.
      guard signature.kind == .group || signature.kind == .chain else { return (nil, [try steps(of: signature)]) }
      var members = try members(try signature.parts(), path: "kwargs.tasks")
      let options = signature.options.withoutPlace
      for index in members.indices { try members[index].apply(options) }
      return (signature.kind == .group ? signature.id?.rawValue : nil, members)
    } catch { throw error.inside("kwargs.header") }
  }
}
