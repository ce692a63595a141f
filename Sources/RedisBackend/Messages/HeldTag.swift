/// Under what a message that we hold is recorded in `unacked`: who holds it, by which call, as which of its messages, and
/// the priority step it came from.
///
/// kombu takes the envelope's own delivery tag, which stays the same however often a message is handed out: a late
/// acknowledgement then deletes the record of the next holder. Ours are never used twice.
struct HeldTag: Hashable, Comparable {
  let node: Substring
  let call: UInt64
  let index: Int
  let step: Int

  /// Nil for what is none of ours, such as a Celery worker's.
  init?(_ text: String) {
    guard let (rest, step) = Self.number(endOf: text[...]), let (rest, index) = Self.number(endOf: rest),
      let (node, call) = Self.number(endOf: rest), node.contains("#")
    else { return nil }
    self.node = node
    self.call = call
    guard let index = Int(exactly: index), let step = Int(exactly: step) else { return nil }
    self.index = index
    self.step = step
  }

  private static func number(endOf text: Substring) -> (rest: Substring, number: UInt64)? {
    guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let digits = text[text.utf8.index(after: dot)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(digits) else { return nil }
    return (text[..<dot], number)
  }

  /// What all tags of one call begin with.
  static func prefix(node: String, call: UInt64) -> String { "\(node).\(call)." }

  static func text(prefix: String, index: Int, step: Int) -> String { "\(prefix)\(index).\(step)" }

  /// By the order in which they were handed out, for tags of one node.
  static func < (left: HeldTag, right: HeldTag) -> Bool { (left.call, left.index) < (right.call, right.index) }

  /// A pattern of SCAN that fits the tags of a node, and few others.
  static func pattern(ofNode node: String) -> String {
    var pattern = ""
    for character in node.unicodeScalars {
      if "*?[]\\^-".unicodeScalars.contains(character) { pattern += "\\" }
      pattern.unicodeScalars.append(character)
    }
    return pattern + ".*"
  }
}
