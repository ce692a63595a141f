import TaskModel

/// Failures as Celery's exception objects: `{"exc_type": …, "exc_message": [arguments], "exc_module": …}`.
enum FailureCoding {
  /// Ours: the message where it is not what Python would make of the arguments; null for a state without a failure.
  static let messageKey = "tasksd_message"

  static func write(_ failure: TaskFailure, to out: inout PythonJSONWriter) {
    out.write(raw: "{\"exc_type\": ")
    out.write(safeName(failure.type))
    out.write(raw: ", \"exc_message\": ")
    let arguments = failure.arguments ?? (failure.message.isEmpty ? [] : [.string(failure.message)])
    out.write(arguments)
    out.write(raw: ", \"exc_module\": ")
    out.write(JSONValue(failure.module ?? ExceptionModule.usual(of: failure.type)))
    if failure.arguments != nil, failure.message != message(of: arguments) {
      out.write(raw: ", \"tasksd_message\": ")
      out.write(failure.message)
    }
    out.write(raw: "}")
  }

  /// A state that needs an exception and has none: Celery's clients fail over null.
  static func writeMissing(_ state: TaskState, to out: inout PythonJSONWriter) {
    if state == .revoked {
      out.write(raw: "{\"exc_type\": \"TaskRevokedError\", \"exc_message\": [], \"exc_module\": \"celery.exceptions\"")
    } else {
      out.write(raw: "{\"exc_type\": \"Exception\", \"exc_message\": [], \"exc_module\": \"builtins\"")
    }
    out.write(raw: ", \"tasksd_message\": null}")
  }

  /// The failure that an exception object tells; nil for one that stands for none.
  static func read(_ value: JSONValue, traceback: String?) throws(UnreadableReason) -> TaskFailure? {
    if value.isNull { return nil }
    guard let object = value.objectValue, let type = object["exc_type"]?.stringValue else {
      throw UnreadableReason("result is \(value.kind); of a failure it must be an object with exc_type")
    }
    if let ours = object[messageKey], ours.isNull { return nil }
    let arguments =
      switch object["exc_message"] {
      case .array(let arguments)?: arguments
      case nil, .null?: [JSONValue]()
      case .some(let single): [single]
      }
    let module = object["exc_module"]?.stringValue
    let ownMessage = object[messageKey]?.stringValue
    return TaskFailure(
      type: type, message: ownMessage ?? message(of: arguments), details: traceback,
      module: module == ExceptionModule.usual(of: type) ? nil : module,
      arguments: ownMessage == nil && isPlain(arguments) ? nil : arguments)
  }

  /// What the message alone says.
  private static func isPlain(_ arguments: [JSONValue]) -> Bool {
    arguments.isEmpty || arguments.count == 1 && arguments[0].stringValue.map { !$0.isEmpty } ?? false
  }

  /// Python's `str(exception)`.
  private static func message(of arguments: [JSONValue]) -> String {
    guard let first = arguments.first else { return "" }
    if arguments.count > 1 { return PythonRepr.tuple(arguments) }
    return first.stringValue ?? PythonRepr.text(first)
  }

  /// Python makes no class of a name with a zero byte in it.
  private static func safeName(_ name: String) -> String {
    name.utf8.contains(0) ? String(name.unicodeScalars.filter { $0 != "\0" }.map(Character.init)) : name
  }
}
