import TaskModel

/// kombu's extension objects `{"__type__": …, "__value__": …}` for what JSON has no kind for. They are passed on as they stand;
/// only their shape is looked at, for one with an unknown type or a wrong value makes Python's reader fail.
enum ExtensionTypes {
  /// Where and why an extension object cannot be read; nil when all can.
  static func objection(to value: JSONValue) -> String? {
    switch value {
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let found = objection(to: element) { return "[\(index)]\(found)" }
      }
      return nil
    case .object(let object):
      if object.count == 2, let type = object["__type__"], let content = object["__value__"] {
        return shapeObjection(type, content)
      }
      for (key, member) in object {
        if let found = objection(to: member) { return ".\(key)\(found)" }
      }
      return nil
    default:
      return nil
    }
  }

  private static func shapeObjection(_ type: JSONValue, _ content: JSONValue) -> String? {
    guard let type = type.stringValue else { return ": __type__ is \(type.kind), not a string" }
    let fits: Bool
    switch type {
    case "datetime": fits = content.stringValue.flatMap { Timestamp(iso8601: $0) } != nil
    case "date": fits = content.stringValue.map { isDate($0) } ?? false
    case "time": fits = content.stringValue.flatMap { Timestamp(iso8601: "2000-01-01T" + $0) } != nil
    case "decimal": fits = content.stringValue.map { !$0.isEmpty } ?? false
    case "uuid": fits = content["hex"]?.stringValue.map { isUUID($0) } ?? false
    case "bytes": fits = content.stringValue != nil
    case "base64": fits = content.stringValue.flatMap { Base64.decode(Array($0.utf8)) } != nil
    default:
      return ": __type__ '\(type)' is unknown; datetime, date, time, decimal, uuid, bytes and base64 are read"
    }
    return fits ? nil : ": \(content) is no __value__ of a \(type)"
  }

  /// A bare date, or a date with a time that is not looked at: kombu writes either for a `date`.
  private static func isDate(_ text: String) -> Bool { Timestamp(iso8601: text) != nil }

  private static func isUUID(_ hex: String) -> Bool {
    let digits = hex.utf8.filter { $0 != UInt8(ascii: "-") }
    return digits.count == 32
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) }
  }
}
