/// Reads one word of a template. Errors name the word and the place in it.
struct TemplateWordParser {
  private let word: String
  private var rest: Substring
  private var parts: [TemplateWord.Part] = []
  private var text = ""
  private var optional = false

  static func parse(_ word: String) throws(CommandProblem) -> TemplateWord {
    var parser = TemplateWordParser(word: word, rest: word[...])
    return try parser.parsed()
  }

  private init(word: String, rest: Substring) {
    self.word = word
    self.rest = rest
  }

  private mutating func parsed() throws(CommandProblem) -> TemplateWord {
    guard !word.utf8.contains(0) else { throw problem("a NUL character cannot stand in a command") }
    while let character = rest.popFirst() {
      switch character {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        rest.removeFirst()
        text.append(character)
      case "{": try placeholder()
      case "}": throw problem("'}' without '{'; a brace itself is written '}}'")
      default: text.append(character)
      }
    }
    flush()
    if optional, parts.count != 1 { throw problem("'?' is for a placeholder that is a word of its own") }
    return TemplateWord(parts: parts.isEmpty ? [.text("")] : parts, isOptional: optional)
  }

  private mutating func placeholder() throws(CommandProblem) {
    guard let end = rest.firstIndex(of: "}") else {
      throw problem("'{' is not closed; a brace itself is written '{{'")
    }
    var name = rest[..<end]
    rest = rest[rest.index(after: end)...]
    if name.last == "?" {
      optional = true
      name = name.dropLast()
    }
    flush()
    parts.append(.argument(try reference(name)))
  }

  private func reference(_ name: Substring) throws(CommandProblem) -> ArgumentReference {
    guard !name.isEmpty else { throw problem("'{}' names no argument; write {name} or {0}") }
    if name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let index = Int(name), index < 1000 else { throw problem("position \(name) is beyond 999") }
      return .position(index)
    }
    let isName = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-.".unicodeScalars.contains($0)
    }
    guard isName else {
      throw problem("'{\(name)}' is not a placeholder: a name has letters, digits, '_', '-' and '.'; a brace is '{{'")
    }
    return .name(String(name))
  }

  private mutating func flush() {
    if !text.isEmpty { parts.append(.text(text)) }
    text = ""
  }

  private func problem(_ message: String) -> CommandProblem { CommandProblem("in the word '\(word)': \(message)") }
}
