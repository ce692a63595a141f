package import TaskModel

/// What Python's `repr` shows for a value: for the texts that Celery's own errors have.
extension JSONValue {
  package var pythonText: String {
    switch self {
    case .null: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .integer(let value): return String(value)
    case .bigInteger(let digits): return digits
    case .double(let value): return value.isNaN ? "nan" : String(describing: value)
    case .string(let text): return Self.quoted(text)
    case .array(let elements): return "[" + elements.map(\.pythonText).joined(separator: ", ") + "]"
    case .object(let object):
      return "{" + object.map { "\(Self.quoted($0.key)): \($0.value.pythonText)" }.joined(separator: ", ") + "}"
    }
  }

  /// A tuple: that of one element has a comma behind it.
  package static func pythonTuple(_ elements: [JSONValue]) -> String {
    let text = elements.map(\.pythonText).joined(separator: ", ")
    return elements.count == 1 ? "(\(text),)" : "(\(text))"
  }

  /// Single quotes, unless the text has some and no double ones.
  private static func quoted(_ text: String) -> String {
    let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var quoted = String(quote)
    for scalar in text.unicodeScalars { quoted += escaped(scalar, quote) }
    return quoted + String(quote)
  }

  private static func escaped(_ scalar: Unicode.Scalar, _ quote: Character) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\\": return "\\\\"
    case _ where Character(scalar) == quote: return "\\" + String(quote)
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      let digits = String(scalar.value, radix: 16)
      return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
    default: return String(scalar)
    }
  }
}

extension TaskFailure {
  /// As Python shows an exception: `ValueError('bad value', 42)`.
  var pythonText: String {
    let shown = arguments ?? (message.isEmpty ? [] : [.string(message)])
    return type + "(" + shown.map(\.pythonText).joined(separator: ", ") + ")"
  }
}
