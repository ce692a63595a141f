import TaskModel

/// Fields of a message by their kind: absent and null are nil, another kind is a reason that names the field.
enum FieldReading {
  static func wrong(_ name: StaticString, _ field: RawJSON, _ expected: StaticString) -> UnreadableReason {
    UnreadableReason("\(name) is \(field.kind) (\(field.excerpt)); it must be \(expected)")
  }

  static func text(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> String? {
    guard let field, !field.isNull else { return nil }
    guard let text = field.text else { throw wrong(name, field, "a string or null") }
    return text
  }

  static func required(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> String {
    guard let field else { throw UnreadableReason("\(name) is missing; it must be a string") }
    guard let text = field.text else { throw wrong(name, field, "a string") }
    return text
  }

  /// ISO 8601; without an offset it is UTC. An empty text counts as none, as in Celery.
  static func time(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> Timestamp? {
    guard let field, !field.isNull else { return nil }
    guard let text = field.text, let time = Timestamp(iso8601: text) else {
      if field.isString, field.content.isEmpty { return nil }
      throw wrong(name, field, "a time of ISO 8601 such as 2031-03-04T05:06:07+00:00, or null")
    }
    return time
  }

  /// A whole number, also as digits in a string (as Celery takes it); null and absent are 0.
  static func count(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> Int {
    guard let field, !field.isNull else { return 0 }
    if field.bytes.count == 1, (0x30...0x39).contains(field.firstByte) { return Int(field.firstByte - 0x30) }
    let number = field.text.flatMap(Int64.init) ?? (field.isString ? nil : field.value?.integerValue)
    guard let number, number >= 0 else { throw wrong(name, field, "a whole number, 0 or more") }
    return Int(clamping: number)
  }

  static func flag(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> Bool? {
    guard let field, !field.isNull else { return nil }
    switch field.bytes.count {
    case 4 where field.bytes.reads("true"): return true
    case 5 where field.bytes.reads("false"): return false
    case 1 where field.bytes.reads("0"): return false
    case 1 where field.bytes.reads("1"): return true
    default: throw wrong(name, field, "true, false or null")
    }
  }

  /// `[hard, soft]` in seconds; null and 0 leave it to the task.
  static func timeLimit(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> TimeLimit {
    guard let field, !field.isNull, !field.bytes.reads("[null, null]") else { return TimeLimit() }
    let expected: StaticString = "an array [hard, soft] of seconds (0 or more) or nulls"
    guard let elements = field.value?.arrayValue, elements.count == 2 else {
      if field.isArray, field.value?.arrayValue?.isEmpty == true { return TimeLimit() }
      throw wrong(name, field, expected)
    }
    var limits: [Duration?] = []
    for element in elements {
      if element.isNull {
        limits.append(nil)
      } else {
        guard let seconds = element.doubleValue, seconds >= 0, seconds.isFinite else {
          throw wrong(name, field, expected)
        }
        limits.append(seconds == 0 ? nil : Duration(saturatingSeconds: seconds))
      }
    }
    return TimeLimit(soft: limits[1], hard: limits[0])
  }

  /// kombu's rule: whatever is no number counts as 0.
  static func priority(_ field: RawJSON?) -> Priority {
    guard let field, !field.isNull else { return .standard }
    if field.bytes.count == 1, (0x30...0x39).contains(field.firstByte) { return Priority(Int(field.firstByte - 0x30)) }
    if let text = field.text { return Int(text).map { Priority($0) } ?? .standard }
    return field.value?.doubleValue.map { Priority(Int(clamping: Int64(saturating: $0.rounded(.towardZero)))) }
      ?? .standard
  }

  static func array(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> [JSONValue] {
    guard let field else { throw UnreadableReason("\(name) is missing; it must be an array") }
    guard field.isArray else { throw wrong(name, field, "an array") }
    if field.bytes.count == 2 { return [] }
    return try value(field, name).arrayValue ?? []
  }

  static func object(_ field: RawJSON?, _ name: StaticString) throws(UnreadableReason) -> JSONObject {
    guard let field else { throw UnreadableReason("\(name) is missing; it must be an object") }
    guard field.isObject else { throw wrong(name, field, "an object") }
    if field.bytes.count == 2 { return JSONObject() }
    return try value(field, name).objectValue ?? JSONObject()
  }

  /// A value from a sender, its extension objects looked at.
  static func value(_ field: RawJSON, _ name: StaticString) throws(UnreadableReason) -> JSONValue {
    let value: JSONValue
    do { value = try field.parsed() } catch { throw UnreadableReason("\(name): \(error.message)") }
    if let objection = ExtensionTypes.objection(to: value) { throw UnreadableReason("\(name)\(objection)") }
    return value
  }
}
