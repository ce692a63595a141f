// Text is cut at bytes of ASCII, never at characters: a combining mark behind a `=` belongs to the value.
extension StringProtocol where UTF8View: BidirectionalCollection {
  /// Without blanks, tabs and line ends on both sides.
  var trimmed: String {
    let bytes = utf8
    guard let start = bytes.firstIndex(where: { !$0.isSpace }), let last = bytes.lastIndex(where: { !$0.isSpace })
    else {
      return ""
    }
    return String(decoding: bytes[start...last], as: UTF8.self)
  }

  /// Words between blanks and line ends.
  var words: [String] { utf8.split(whereSeparator: \.isSpace).map { String(decoding: $0, as: UTF8.self) } }

  /// Parts between `separator`, trimmed, empty ones kept.
  func parts(separator: Character) -> [String] {
    guard let byte = separator.asciiValue else { return [String(self)] }
    return utf8.split(separator: byte, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self).trimmed
    }
  }

  /// What stands before the ASCII byte at `index`.
  func before(_ index: Index) -> String { String(decoding: utf8[..<index], as: UTF8.self) }

  /// What stands behind the ASCII byte at `index`.
  func after(_ index: Index) -> String { String(decoding: utf8[index...].dropFirst(), as: UTF8.self) }

  /// Without the first `count` bytes, all ASCII.
  func utf8Text(from count: Int) -> String { String(decoding: utf8.dropFirst(count), as: UTF8.self) }

  /// Where `text`, all ASCII, stands first.
  func firstIndex(ofASCII text: StaticString) -> Index? {
    let wanted = text.withUTF8Buffer(Array.init)
    return utf8.indices.first { utf8[$0...].starts(with: wanted) }
  }

  /// At most 40 characters on one line, for messages.
  var shortened: String {
    let line = String(prefix { !$0.isNewline })
    return line.count > 40 ? line.prefix(40) + "…" : line
  }
}

extension UInt8 {
  var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
  /// A letter, a digit or `_`.
  var isNamePart: Bool { isLetter || isDigit || self == 0x5F }
}

extension Sequence<String> {
  /// `a, b or c`.
  var alternatives: String {
    let all = Array(self)
    guard let last = all.last, all.count > 1 else { return all.first ?? "" }
    return all.dropLast().joined(separator: ", ") + " or " + last
  }
}
