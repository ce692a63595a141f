import FoundationEssentials
import TaskModel

/// UUIDs as text; from Celery also its mark, whose value is `{"hex": "32 digits"}`.
enum UUIDForm {
  static func uuid(_ json: JSONValue) throws(FormError) -> UUID {
    let form = json.extended("uuid") ?? json
    guard let text = form["hex"]?.stringValue ?? form.stringValue, let uuid = UUID(uuidString: dashed(text)) else {
      throw FormError(expected: "a UUID", found: json)
    }
    return uuid
  }

  /// The 8-4-4-4-12 form of 32 digits; anything else as it is.
  private static func dashed(_ text: String) -> String {
    guard text.utf8.count == 32 else { return text }
    var result = ""
    for (index, character) in text.enumerated() {
      if [8, 12, 16, 20].contains(index) { result.append("-") }
      result.append(character)
    }
    return result
  }
}
