import TaskModel

extension JSONValue {
  /// The text of a value that a Celery client has marked because JSON has no word for it, such as
  /// `{"__type__": "datetime", "__value__": "2031-03-04T05:06:07"}` (kombu, `utils/json.py`); nil for all others.
  var markedText: String? {
    guard case .object(let object) = self, object.count == 2, let type = object["__type__"]?.stringValue,
      let value = object["__value__"]
    else { return nil }
    switch type {
    case "datetime", "date", "time", "decimal", "bytes", "base64": return value.stringValue
    case "uuid": return value["hex"]?.stringValue.map(Self.dashed)
    default: return nil
    }
  }

  /// The 8-4-4-4-12 form of 32 digits; anything else as it is.
  private static func dashed(_ hex: String) -> String {
    guard hex.utf8.count == 32 else { return hex }
    var text = ""
    for (index, digit) in hex.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }
}
