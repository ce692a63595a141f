public import TaskModel

/// Celery's form: `{"task", "args", "kwargs", "options", "subtask_type", "immutable"}`.
extension Signature {
  /// Lenient: only `task` must be there, null stands for absent, what is unknown is kept.
  public init(json: JSONValue) throws(CanvasError) {
    guard let object = json.objectValue else {
      throw CanvasError(message: "a signature is an object, not \(json.kind)")
    }
    try self.init(object: object)
  }

  public init(object: JSONObject) throws(CanvasError) {
    guard let task = object["task"]?.stringValue, !task.isEmpty else {
      throw CanvasError(path: "task", message: "a signature names its task, by a string that is not empty")
    }
    self.init(TaskName(task))
    for (key, value) in object.members where !value.isNull && key != "task" { try read(key, value) }
    if kind == .map || kind == .starmap || kind == .chunks { isImmutable = true }
  }

  private mutating func read(_ key: String, _ value: JSONValue) throws(CanvasError) {
    switch key {
    case "args": arguments.positional = try Self.expect(value.arrayValue, key, value, "an array")
    case "kwargs": arguments.keywords = try Self.expect(value.objectValue, key, value, "an object")
    case "options":
      let given = try Self.expect(value.objectValue, key, value, "an object")
      options = JSONObject(unique: given.members.filter { !$0.value.isNull })
    case "subtask_type":
      let name = try Self.expect(value.stringValue, key, value, "a string")
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      kind = try Self.expect(Kind(rawValue: name), key, "'\(name)' is none of \(known)")
    case "immutable": isImmutable = try Self.expect(value.boolValue, key, value, "true or false")
    default: others[key] = value
    }
  }

  private static func expect<Value>(
    _ found: Value?, _ key: String, _ value: JSONValue, _ expected: String
  ) throws(CanvasError) -> Value {
    try expect(found, key, "must be \(expected), not \(value.kind)")
  }

  private static func expect<Value>(_ found: Value?, _ key: String, _ message: String) throws(CanvasError) -> Value {
    guard let found else { throw CanvasError(path: key, message: message) }
    return found
  }

  public var json: JSONValue { .object(object) }

  public var object: JSONObject {
    let own: [(key: String, value: JSONValue)] = [
      ("task", .string(task.rawValue)),
      ("args", .array(arguments.positional)),
      ("kwargs", .object(arguments.keywords)),
      ("options", .object(options)),
      ("subtask_type", JSONValue(kind?.rawValue)),
      ("immutable", .bool(isImmutable)),
    ]
    return JSONObject(unique: own + others.members)
  }
}

/// The parts of a composite signature.
extension Signature {
  /// The tasks of a chain or a group.
  func parts() throws(CanvasError) -> [Signature] {
    guard let tasks = arguments.keywords["tasks"] else {
      throw CanvasError(path: "kwargs", message: "\(task) without 'tasks'")
    }
    return try Self.list(tasks, path: "kwargs.tasks")
  }

  /// Each element by its place; an array, or what stands for one.
  static func list(_ json: JSONValue, path: String) throws(CanvasError) -> [Signature] {
    guard let elements = json.arrayValue else {
      throw CanvasError(path: path, message: "must be an array of signatures, not \(json.kind)")
    }
    var signatures: [Signature] = []
    signatures.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      do { signatures.append(try Signature(json: element)) } catch { throw error.inside("\(path)[\(index)]") }
    }
    return signatures
  }
}
