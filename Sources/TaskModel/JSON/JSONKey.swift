/// A member's name, compared byte by byte: to JSON and to Python two spellings of `é` are two names, where Swift's `String`
/// takes them for equal and one of the two values would be lost.
struct JSONKey: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: JSONKey, right: JSONKey) -> Bool { same(left.text, right.text) }

  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
  }

  /// Names that are equal byte by byte are equal as text, so the text's own hash will do.
  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
