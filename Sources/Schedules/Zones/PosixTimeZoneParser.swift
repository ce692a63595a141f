/// Reads `std offset [dst [offset] , start[/time] , end[/time]]` in one pass.
///
/// Daylight time without its rules is refused: POSIX leaves to each system what that means, and no TZif file has it.
struct PosixTimeZoneParser {
  struct Failure: Error {
    let reason: String
  }

  private let bytes: [UInt8]
  private var position = 0

  static func parse(_ bytes: some Sequence<UInt8>) throws(Failure) -> PosixTimeZone {
    var parser = PosixTimeZoneParser(bytes: Array(bytes))
    return try parser.timeZone()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func timeZone() throws(Failure) -> PosixTimeZone {
    try skipName()
    let standardOffset = -(try time(hoursUpTo: 24))
    guard current != nil else { return PosixTimeZone(standardOffset: standardOffset) }
    try skipName()
    let hasOffset = current != nil && current != UInt8(ascii: ",")
    let daylightOffset = hasOffset ? -(try time(hoursUpTo: 24)) : standardOffset + 3600
    try expect(",")
    let start = try rule()
    try expect(",")
    let end = try rule()
    guard current == nil else { throw failure("text after the rules") }
    return PosixTimeZone(
      standardOffset: standardOffset, daylight: .init(offset: daylightOffset, start: start, end: end))
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ what: String) -> Failure {
    let text = String(decoding: bytes.prefix(80), as: UTF8.self)
    return Failure(reason: "its rule '\(text)' cannot be read: \(what) at column \(position + 1)")
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Failure) {
    guard take(character) else { throw failure("'\(character)' is missing") }
  }

  /// Three letters or more, or anything in angle brackets.
  private mutating func skipName() throws(Failure) {
    let isQuoted = take("<")
    let start = position
    while let byte = current, isNameByte(byte, quoted: isQuoted) { position += 1 }
    guard position - start >= (isQuoted ? 1 : 3) else { throw failure("an abbreviation is missing") }
    if isQuoted { try expect(">") }
  }

  private func isNameByte(_ byte: UInt8, quoted: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): quoted
    default: false
    }
  }

  /// At most three digits, within the bounds.
  private mutating func number(_ range: ClosedRange<Int>) throws(Failure) -> Int {
    var (value, digits) = (0, 0)
    while let byte = current, (0x30...0x39).contains(byte), digits < 3 {
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      position += 1
    }
    guard digits > 0, range.contains(value) else {
      throw failure("a number from \(range.lowerBound) to \(range.upperBound) is missing")
    }
    return value
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time(hoursUpTo limit: Int) throws(Failure) -> Int64 {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    var seconds = try number(0...limit) * 3600
    if take(":") { seconds += try number(0...59) * 60 }
    if take(":") { seconds += try number(0...59) }
    return Int64(isNegative ? -seconds : seconds)
  }

  private mutating func rule() throws(Failure) -> PosixTransitionRule {
    var rule = PosixTransitionRule(day: try day())
    if take("/") { rule.time = try time(hoursUpTo: 167) }
    return rule
  }

  private mutating func day() throws(Failure) -> PosixTransitionRule.Day {
    if take("J") { return .julian(try number(1...365)) }
    guard take("M") else { return .zeroBased(try number(0...365)) }
    let month = try number(1...12)
    try expect(".")
    let week = try number(1...5)
    try expect(".")
    return .weekday(try number(0...6), week: week, month: month)
  }
}
