/// Strings and numbers.
extension JSONScanner {
  mutating func string() throws(UnreadableReason) -> RawJSON {
    let start = position
    var hasEscapes = false
    position += 1
    while true {
      skipPlainWords()
      guard position < bytes.count else { throw problem("a string is not closed") }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try skipEscape()
      } else {
        guard byte >= 0x20 else { throw problem("a control character in a string") }
        position += 1
      }
    }
    position += 1
    return RawJSON(bytes: UnsafeBufferPointer(rebasing: bytes[start..<position]), hasEscapes: hasEscapes)
  }

  /// Eight bytes at a time, as long as none of them is a quote, a backslash or a control character. The test may take a
  /// harmless byte behind such a one for another; the caller looks at each byte of that word itself.
  @inline(__always)
  private mutating func skipPlainWords() {
    guard let base = bytes.baseAddress else { return }
    let raw = UnsafeRawPointer(base)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while bytes.count - position >= 8 {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      let found =
        (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word
      let marks = UInt64(littleEndian: found & tops)
      if marks != 0 {
        position += marks.trailingZeroBitCount / 8
        return
      }
      position += 8
    }
  }

  private mutating func skipEscape() throws(UnreadableReason) {
    position += 1
    guard position < bytes.count else { throw problem("a string is not closed") }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      guard bytes.count - position >= 4 else { throw problem("a string is not closed") }
      for _ in 0..<4 {
        switch bytes[position] {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: position += 1
        default: throw problem("a hexadecimal digit is missing")
        }
      }
    default: throw problem("an unknown escape")
    }
  }

  mutating func skipNumber() throws(UnreadableReason) {
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "I") { return try skipInfinity() }
    }
    let start = position
    try skipDigits()
    if bytes[start] == UInt8(ascii: "0"), position > start + 1 { throw problem("a number must not start with 0") }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      try skipDigits()
    }
  }

  private mutating func skipInfinity() throws(UnreadableReason) {
    let end = position + 8
    guard end <= bytes.count, UnsafeBufferPointer(rebasing: bytes[position..<end]).reads("Infinity") else {
      throw problem("a digit is missing")
    }
    position = end
  }

  private mutating func skipDigits() throws(UnreadableReason) {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    guard position > start else {
      throw problem(start < bytes.count ? "a value is missing" : "the text ends too early")
    }
  }
}
