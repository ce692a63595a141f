/// One word of a command's argv: text, with arguments put in.
struct TemplateWord: Sendable, Hashable {
  enum Part: Sendable, Hashable {
    case text(String)
    case argument(ArgumentReference)
  }

  var parts: [Part]
  /// The word is `{name?}` and is left out of argv where that argument is missing or null.
  var isOptional = false

  /// The text, where the word is nothing but text.
  var literal: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else { return nil }
      text += piece
    }
    return text
  }
}

/// Which argument of the call: `{0}` by position, `{name}` by name.
enum ArgumentReference: Sendable, Hashable, CustomStringConvertible {
  case position(Int)
  case name(String)

  var description: String {
    switch self {
    case .position(let index): String(index)
    case .name(let name): name
    }
  }
}
