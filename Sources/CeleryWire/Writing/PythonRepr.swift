package import TaskModel

/// Values as Python shows them: `argsrepr` and `kwargsrepr` of messages, texts in events and replies.
package struct PythonRepr {
  private var text: [UInt8] = []
  /// Characters that may still be written; nil for no limit.
  private var room: Int?
  private let levels: Int
  private var hasStopped = false

  private init(room: Int?, levels: Int) {
    self.room = room
    self.levels = levels
  }

  /// Celery's own bounds: three levels, 1024 characters, and the brackets that are open are closed.
  package static func arguments(_ positional: [JSONValue], limit: Int = 1024) -> String {
    var repr = PythonRepr(room: limit, levels: 3)
    repr.write(elements: positional, "(", positional.count == 1 ? ",)" : ")", level: 0)
    return repr.result
  }

  package static func keywords(_ keywords: JSONObject, limit: Int = 1024) -> String {
    var repr = PythonRepr(room: limit, levels: 3)
    repr.write(members: keywords, level: 0)
    return repr.result
  }

  /// One value within the same bounds.
  package static func short(_ value: JSONValue, limit: Int = 1024) -> String {
    var repr = PythonRepr(room: limit, levels: 3)
    repr.write(value, level: 0)
    return repr.result
  }

  /// The whole value, however large.
  package static func text(_ value: JSONValue) -> String {
    var repr = PythonRepr(room: nil, levels: .max)
    repr.write(value, level: 0)
    return repr.result
  }

  /// The elements in round brackets, however many.
  package static func tuple(_ elements: [JSONValue]) -> String {
    var repr = PythonRepr(room: nil, levels: .max)
    repr.write(elements: elements, "(", elements.count == 1 ? ",)" : ")", level: 0)
    return repr.result
  }

  private var result: String { String(decoding: text, as: UTF8.self) }

  // MARK: - Values

  private mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: put(cut("None"))
    case .bool(let flag): put(cut(flag ? "True" : "False"))
    case .integer(let number): put(cut(String(number)))
    case .bigInteger(let digits): put(cut(digits))
    case .double(let number): put(cut(Self.text(of: number)))
    case .string(let string): put(quoted(string))
    case .array(let elements): write(elements: elements, "[", "]", level: level)
    case .object(let object): write(members: object, level: level)
    }
  }

  private mutating func write(elements: [JSONValue], _ opening: String, _ closing: String, level: Int) {
    guard !hasStopped else { return }
    guard level < levels else { return put(opening + "..." + closing) }
    guard open(opening) else { return }
    for (index, element) in elements.enumerated() where !hasStopped {
      if index > 0 { put(", ") }
      write(element, level: level + 1)
    }
    close(closing)
  }

  private mutating func write(members: JSONObject, level: Int) {
    guard !hasStopped else { return }
    guard level < levels else { return put("{...}") }
    guard open("{") else { return }
    for (index, member) in members.members.enumerated() where !hasStopped {
      if index > 0 { put(", ") }
      put(quoted(member.key))
      put(": ")
      write(member.value, level: level + 1)
    }
    close("}")
  }

  // MARK: - Text

  /// Once there is no room, one `, ...` and nothing more.
  private mutating func put(_ piece: String) {
    guard !hasStopped else { return }
    if let left = room, left <= 0 {
      hasStopped = true
      text.append(contentsOf: ", ...".utf8)
      return
    }
    text.append(contentsOf: piece.utf8)
    room? -= piece.unicodeScalars.count
  }

  private mutating func open(_ bracket: String) -> Bool {
    put(bracket)
    return !hasStopped
  }

  /// What was opened is closed, room or not.
  private mutating func close(_ bracket: String) {
    text.append(contentsOf: bracket.utf8)
    room? -= bracket.utf8.count
  }

  /// What does not fit is cut at a space, as Celery cuts it.
  private func cut(_ text: String) -> String {
    guard let left = room, left > 0, text.utf8.count >= left, text.unicodeScalars.count >= left else { return text }
    var kept = text.unicodeScalars.prefix(left)
    if let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
    return String(kept) + "..."
  }

  /// A string in single quotes.
  private func quoted(_ string: String) -> String {
    let string = cut(string)
    guard string.utf8.contains(UInt8(ascii: "'")) else { return "'" + string + "'" }
    var escaped = "'"
    for scalar in string.unicodeScalars {
      if scalar == "'" { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped + "'"
  }

  static func text(of number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    return "\(number)"
  }
}
