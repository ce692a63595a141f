import TaskModel

/// Typed look-ups in a signature's options; absent is nil, the wrong kind an error that names the option.
struct OptionReader {
  let options: JSONObject

  init(_ options: JSONObject) { self.options = options }

  private func wrong(_ name: String, _ value: JSONValue, _ expected: String) -> CanvasError {
    CanvasError(path: "options.\(name)", message: "must be \(expected), not \(value.kind)")
  }

  private func present(_ name: String) -> JSONValue? {
    guard let value = options[name], !value.isNull else { return nil }
    return value
  }

  func text(_ name: String) throws(CanvasError) -> String? {
    guard let value = present(name) else { return nil }
    guard let text = value.stringValue else { throw wrong(name, value, "a string") }
    return text
  }

  func whole(_ name: String) throws(CanvasError) -> Int? {
    guard let value = present(name) else { return nil }
    guard let number = value.integerValue else { throw wrong(name, value, "a whole number") }
    return Int(clamping: number)
  }

  func flag(_ name: String) throws(CanvasError) -> Bool? {
    guard let value = present(name) else { return nil }
    guard let flag = value.boolValue else { throw wrong(name, value, "true or false") }
    return flag
  }

  func object(_ name: String) throws(CanvasError) -> JSONObject? {
    guard let value = present(name) else { return nil }
    guard let object = value.objectValue else { throw wrong(name, value, "an object") }
    return object
  }

  /// Seconds.
  func duration(_ name: String) throws(CanvasError) -> Duration? {
    guard let value = present(name) else { return nil }
    guard let seconds = value.doubleValue, !seconds.isNaN else { throw wrong(name, value, "a number of seconds") }
    return Duration(saturatingSeconds: seconds)
  }

  /// ISO 8601, as text or as Celery's JSON type for a point in time; also seconds from now.
  func moment(_ name: String, from now: Timestamp) throws(CanvasError) -> Timestamp? {
    guard let value = present(name) else { return nil }
    if let seconds = value.doubleValue, !seconds.isNaN { return now + Duration(saturatingSeconds: seconds) }
    let typed = value["__type__"] == "datetime" ? value["__value__"] : value
    guard let moment = typed?.stringValue.flatMap({ Timestamp(iso8601: $0) }) else {
      throw wrong(name, value, "a time such as 2031-03-04T05:06:07+00:00")
    }
    return moment
  }

  /// Celery's queue option is a name; its routing key is that of the queue of the same name.
  func queue() throws(CanvasError) -> QueueName? {
    if let value = present("queue"), let name = value["name"]?.stringValue { return QueueName(name) }
    if let name = try text("queue") { return QueueName(name) }
    return try text("routing_key").map(QueueName.init(_:))
  }
}
