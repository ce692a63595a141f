import TaskModel

/// One plain task's signature, ready to be sent.
extension Signature {
  /// - Parameter id: where the options have none.
  func message(id: TaskID, in context: LaunchContext) throws(CanvasError) -> TaskMessage {
    let read = OptionReader(options)
    let id = try read.text("task_id").map(TaskID.init(_:)) ?? id
    let own = (parent: try read.text("parent_id"), root: try read.text("root_id"))
    let countdown = try read.duration("countdown").map { context.now + $0 }
    let eta = try read.moment("eta", from: context.now)
    return TaskMessage(
      id: id, task: task, arguments: arguments, queue: try read.queue() ?? context.queue(routedTask),
      priority: try read.whole("priority").map(Priority.init(_:)) ?? .standard,
      eta: countdown ?? eta,
      expires: try read.moment("expires", from: context.now), retries: max(0, try read.whole("retries") ?? 0),
      timeLimit: TimeLimit(soft: try read.duration("soft_time_limit"), hard: try read.duration("time_limit")),
      ignoresResult: try read.flag("ignore_result"), rootID: context.rootID ?? own.root.map(TaskID.init(_:)) ?? id,
      parentID: context.parentID ?? own.parent.map(TaskID.init(_:)),
      groupID: try read.text("group_id"), origin: context.origin, sentAt: context.now, headers: try headers(read),
      embed: try embed(read), properties: try read.text("reply_to").map { ["reply_to": .string($0)] } ?? JSONObject())
  }

  /// A map goes where the task goes that it repeats.
  private var routedTask: TaskName {
    guard kind == .map || kind == .starmap, let name = arguments.keywords["task"]?["task"]?.stringValue else {
      return task
    }
    return TaskName(name)
  }

  private func headers(_ read: OptionReader) throws(CanvasError) -> JSONObject {
    var headers = try read.object("headers") ?? JSONObject()
    headers["group_index"] = try read.whole("group_index").map { JSONValue($0) } ?? headers["group_index"]
    headers["shadow"] = try read.text("shadow").map(JSONValue.string) ?? headers["shadow"]
    if let nesting = try read.whole("replaced_task_nesting"), nesting > 0 {
      headers["replaced_task_nesting"] = JSONValue(nesting)
    }
    let stamps = options.list("stamped_headers").compactMap(\.stringValue)
    if !stamps.isEmpty {
      headers["stamped_headers"] = .array(stamps.map(JSONValue.string))
      headers["stamps"] = .object(JSONObject(stamps.map { ($0, options[$0] ?? .null) }))
    }
    return headers
  }

  private func embed(_ read: OptionReader) throws(CanvasError) -> JSONObject {
    var embed: [(key: String, value: JSONValue)] = []
    for (name, option) in [("callbacks", "link"), ("errbacks", "link_error"), ("chain", "chain")] {
      let signatures = options.list(option)
      if !signatures.isEmpty { embed.append((name, .array(signatures))) }
    }
    if let chord = try read.object("chord") { embed.append(("chord", .object(chord))) }
    return JSONObject(unique: embed)
  }
}
