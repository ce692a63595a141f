/// A member of kombu's table of bindings: `<routing key> SEP <pattern> SEP <queue>`.
struct Binding: Hashable {
  let routingKey: String
  /// kombu's regular expression of a topic, such as `^news\..*?$`; empty for a direct binding.
  let pattern: String
  let queue: String

  /// Nil for what is no member.
  init?(_ member: String, separator: String) {
    guard !separator.isEmpty else { return nil }
    var parts: [String] = [""]
    var rest = member[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    guard parts.count == 3, !parts[2].isEmpty else { return nil }
    (routingKey, pattern, queue) = (parts[0], parts[1], parts[2])
  }

  func takes(_ key: String) -> Bool {
    pattern.isEmpty ? routingKey == key : Self.matches(Self.elements(of: pattern), Array(key)[...])
  }

  private enum Element: Hashable {
    case character(Character)
    /// `[^\.]+`: a word.
    case word
    /// `.*?`: anything.
    case anything
  }

  /// What kombu makes of a topic's words; nothing else occurs in its patterns.
  private static func elements(of pattern: String) -> ArraySlice<Element> {
    var elements: [Element] = []
    var rest = pattern.hasPrefix("^") ? pattern.dropFirst() : pattern[...]
    if rest.hasSuffix("$") { rest = rest.dropLast() }
    while let first = rest.first {
      if rest.hasPrefix("[^\\.]+") {
        elements.append(.word)
        rest = rest.dropFirst(6)
      } else if rest.hasPrefix(".*?") {
        elements.append(.anything)
        rest = rest.dropFirst(3)
      } else if first == "\\", let escaped = rest.dropFirst().first {
        elements.append(.character(escaped))
        rest = rest.dropFirst(2)
      } else {
        elements.append(.character(first))
        rest = rest.dropFirst()
      }
    }
    return elements[...]
  }

  /// By sets of places, so that no pattern takes long.
  private static func matches(_ elements: ArraySlice<Element>, _ key: ArraySlice<Character>) -> Bool {
    let elements = Array(elements)
    let key = Array(key)
    // reached[i]: the elements so far fit the first i characters.
    var reached = [Bool](repeating: false, count: key.count + 1)
    reached[0] = true
    for element in elements {
      var next = [Bool](repeating: false, count: key.count + 1)
      switch element {
      case .character(let character):
        for index in key.indices where reached[index] && key[index] == character { next[index + 1] = true }
      case .word:
        for index in key.indices where (reached[index] || next[index]) && key[index] != "." { next[index + 1] = true }
      case .anything:
        for index in reached.indices { next[index] = reached[index] || (index > 0 && next[index - 1]) }
      }
      reached = next
    }
    return reached[key.count]
  }
}
