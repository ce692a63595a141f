public import TaskModel

extension Canvas {
  /// Another workflow in the place of a task that has begun: it takes over the task's id, its callbacks and errbacks, the
  /// rest of its chain and its part of a chord (Celery's `Task.replace`).
  ///
  /// - Throws: what is wrong with the signature; then nothing replaces the task.
  public static func replacement(
    of message: TaskMessage, with signature: Signature, in context: LaunchContext
  ) throws(CanvasError) -> Ending {
    if signature.options["chord"] != nil {
      throw CanvasError(path: "options.chord", message: "what replaces a task cannot be in a chord of its own")
    }
    var steps = try StepReader.steps(of: signature)
    guard !steps.isEmpty else {
      throw CanvasError(message: "\(signature.task) is empty: a task is replaced by at least one task")
    }
    let nesting = message.headers["replaced_task_nesting"]?.integerValue.map(Int.init(clamping:)) ?? 0
    let depth = JSONValue(min(nesting, .max - 1) + 1)
    for index in steps.indices {
      steps[index].merge(["replaced_task_nesting": depth])
      steps[index].linkErrors(message.embed.list("errbacks"))
    }
    try steps[steps.count - 1].changeLast { $0.takePlace(of: message) }
    let rest = message.embed.list("chain").map { $0.settingOption("replaced_task_nesting", depth) }
    var launch = Launch(context.following(message), ids: SeededIDs(message))
    let tuples = try launch.send(steps, results: [], rest: rest)
    return Ending(followUps: launch.followUps, children: [tuples.sent].filter { !$0.isNull })
  }
}

extension Signature {
  fileprivate mutating func takePlace(of message: TaskMessage) {
    options["task_id"] = .string(message.id.rawValue)
    options.append(message.embed.list("callbacks"), to: "link")
    options["chord"] = message.embed["chord"].flatMap { $0.isNull ? nil : $0 }
    options["group_id"] = message.groupID.map(JSONValue.string)
    options["group_index"] = message.headers["group_index"]
  }
}

extension JSONValue {
  /// A signature in a message, with one more option; anything else as it is.
  fileprivate func settingOption(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var signature) = self else { return self }
    var options = signature["options"]?.objectValue ?? JSONObject()
    options[name] = value
    signature["options"] = .object(options)
    return .object(signature)
  }
}
