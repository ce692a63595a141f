import Canvas
import TaskModel

extension SendOptions {
  /// By the names of Celery's `apply_async` arguments, with what is known of the tasks in the callbacks.
  func signatureOptions() throws(SendError) -> (options: JSONObject, settings: [TaskName: TaskOptions]) {
    try MessageTimes.check(self)
    try MessageFactory.checkHeaders(headers)
    try Stamps.check(stamps)
    if let taskID { try MessageFactory.check(taskID) }
    var options = JSONObject()
    options["countdown"] = countdown.flatMap { $0 > .zero ? $0.inJSON : nil }
    options["eta"] = eta.map { .string($0.iso8601) }
    options["expires"] = expires?.inJSON ?? expiresAt.map { .string($0.iso8601) }
    options["queue"] = queue.map { .string($0.rawValue) }
    options["priority"] = priority.map { JSONValue($0.level) }
    options["soft_time_limit"] = timeLimit.soft?.inJSON
    options["time_limit"] = timeLimit.hard?.inJSON
    options["ignore_result"] = ignoresResult.map(JSONValue.bool)
    options["headers"] = headers.isEmpty ? nil : .object(headers)
    options["task_id"] = taskID.map { .string($0.rawValue) }
    options["shadow"] = shadow.map(JSONValue.string)
    options["link"] = link.isEmpty ? nil : .array(link.map(\.signature.json))
    options["link_error"] = linkError.isEmpty ? nil : .array(linkError.map(\.signature.json))
    return (Stamps.add(stamps, to: options), callbackSettings)
  }

  /// What is known of the tasks in the callbacks.
  var callbackSettings: [TaskName: TaskOptions] {
    (link + linkError).reduce(into: [:]) { $0.merge($1.settings) { own, _ in own } }
  }
}

extension Duration {
  /// Seconds; whole ones without a fraction.
  var inJSON: JSONValue {
    microseconds.isMultiple(of: 1_000_000) ? .integer(microseconds / 1_000_000) : .double(inSeconds)
  }
}
