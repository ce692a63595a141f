import TaskModel

/// Reads `options = {"queue": "slow", "expires": 3600}`: the keywords of Celery's `apply_async`.
enum ScheduledOptionsReader {
  private static let known = [
    "queue", "priority", "expires", "time_limit", "soft_time_limit", "headers",
  ]
  /// Keywords of Celery's without effect here.
  private static let ignored: Set<String> = [
    "countdown", "ignore_result", "exchange", "routing_key", "eta", "retry", "retry_policy", "compression",
    "serializer", "delivery_mode",
    "connection", "producer", "add_to_parent", "publisher", "shadow", "link", "link_error", "task_id",
  ]

  /// The options, and the keywords among them that do nothing.
  static func read(_ value: JSONValue) throws(ValueError) -> (options: ScheduledOptions, ignored: [String]) {
    guard case .object(let object) = value else {
      throw ValueError("\(value.kind) stands where an object should", hint: "write {\"queue\": \"slow\"}")
    }
    var options = ScheduledOptions()
    var withoutEffect: [String] = []
    for (key, value) in object {
      if ignored.contains(key) {
        withoutEffect.append(key)
      } else {
        try read(key, value, into: &options)
      }
    }
    return (options, withoutEffect)
  }

  private static func read(
    _ key: String, _ value: JSONValue, into options: inout ScheduledOptions
  ) throws(ValueError) {
    switch key {
    case "queue": options.queue = QueueName(try ValueReader.queue(try text(key, value)))
    case "priority":
      guard let level = value.integerValue, (0...9).contains(level) else {
        throw ValueError("\"priority\" is not a whole number from 0 to 9", hint: "0 is served first, 9 last")
      }
      options.priority = Priority(Int(level))
    case "expires": options.expires = try duration(key, value)
    case "time_limit": options.timeLimit.hard = try duration(key, value)
    case "soft_time_limit": options.timeLimit.soft = try duration(key, value)
    case "headers":
      guard let headers = value.objectValue else {
        throw ValueError("\"headers\" is \(value.kind)", hint: "write an object: {\"tenant\": 7}")
      }
      options.headers = headers
    default:
      let near = NearMiss.suggestion(for: key, among: known)
      throw ValueError("there is no option \"\(key.shortened)\"", hint: near ?? "it takes \(known.alternatives)")
    }
  }

  private static func text(_ key: String, _ value: JSONValue) throws(ValueError) -> String {
    guard let text = value.stringValue else {
      throw ValueError("\"\(key)\" is \(value.kind)", hint: "write a string")
    }
    return text
  }

  /// Seconds as a number, or a text such as "5m".
  private static func duration(_ key: String, _ value: JSONValue) throws(ValueError) -> Duration {
    if let text = value.stringValue { return try DurationReader.read(text, allowsZero: false) }
    guard let seconds = value.doubleValue, seconds > 0, seconds <= DurationReader.longest.inSeconds else {
      throw ValueError(
        "\"\(key)\" is not a length of time above zero", hint: "write seconds, or a text such as \"5m\"")
    }
    return Duration(saturatingSeconds: seconds)
  }
}
