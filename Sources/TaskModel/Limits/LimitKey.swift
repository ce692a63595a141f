/// The text under which a limit is shared by all who run a task: the same in whichever process it is made.
package enum LimitKey {
  /// Longer ones are known by their digest, so that stores have short keys.
  static let maximumBytes = 200

  /// Of a task as a whole.
  package static func of(_ task: TaskName) -> String { shortened(task.rawValue, "") }

  /// Of those calls of a task for which its author made `text`.
  package static func of(_ task: TaskName, _ text: String) -> String { shortened(task.rawValue, ":" + text) }

  /// Of the calls of a task with these arguments. Arguments by position and by keyword are different: whoever can tell one
  /// from the other brings them into one form first.
  package static func of(_ task: TaskName, _ arguments: TaskArguments) -> String {
    var writer = JSONWriter()
    writer.write(array: arguments.positional.map(\.canonical))
    writer.write(object: arguments.keywords.canonical)
    return shortened(task.rawValue, "=" + String(decoding: writer.bytes, as: UTF8.self))
  }

  private static func shortened(_ task: String, _ rest: String) -> String {
    let text = task + rest
    if text.utf8.count <= maximumBytes, text.utf8.allSatisfy({ $0 >= 0x20 }) { return text }
    let digest = "#" + SHA1.hexadecimal(of: Array(text.utf8))
    return task.utf8.count <= 100 && task.utf8.allSatisfy { $0 >= 0x20 } ? task + digest : digest
  }
}

extension JSONValue {
  /// The same value with the members of all its objects sorted by name.
  fileprivate var canonical: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.canonical))
    case .object(let object): .object(object.canonical)
    default: self
    }
  }
}

extension JSONObject {
  fileprivate var canonical: JSONObject {
    JSONObject(
      unique: members.map { ($0.key, $0.value.canonical) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
  }
}
