package import TaskModel

/// An exception as Python shows it: `ValueError('bad value', 42)`.
package struct PythonException: Error, Sendable, Hashable {
  package let type: String
  package let arguments: [JSONValue]

  package init(_ type: String, _ arguments: [JSONValue]) {
    self.type = type
    self.arguments = arguments
  }

  package init(_ type: String, _ message: String) { self.init(type, [.string(message)]) }

  package init(_ failure: TaskFailure) {
    self.init(failure.type, failure.arguments ?? (failure.message.isEmpty ? [] : [.string(failure.message)]))
  }

  package var repr: String { "\(type)(\(arguments.map(Self.repr).joined(separator: ", ")))" }

  private static func repr(_ argument: JSONValue) -> String {
    argument.stringValue.map(PythonString.repr) ?? PythonRepr.text(argument)
  }
}
