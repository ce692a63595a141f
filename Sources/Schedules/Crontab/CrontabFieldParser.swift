import TaskModel

/// Reads one field as Celery's `crontab_parser` does: `*`, `*/n`, `a`, `a-b`, `a-b/n` and lists of them with commas.
///
/// A range whose end lies before its start goes round the end of the field: `50-10` minutes are 50 to 59 and 0 to 10.
/// A step counts from the first value of what it stands behind: `*/2` days of the month are 1, 3, 5, …
struct CrontabFieldParser {
  let unit: CrontabUnit

  /// A whole number, a text, or a list of both.
  func parse(_ value: JSONValue) throws(ScheduleError) -> CrontabField {
    switch value {
    case .integer(let number):
      return try parse(String(number))
    case .string(let text):
      return try parse(text)
    case .array(let elements):
      guard !elements.isEmpty else { throw ScheduleError(field: unit.rawValue, reason: "the list is empty") }
      var texts: [String] = []
      for element in elements { texts.append(try text(of: element)) }
      return try parse(texts.joined(separator: ","))
    default:
      throw wrongKind(value)
    }
  }

  private func text(of element: JSONValue) throws(ScheduleError) -> String {
    switch element {
    case .integer(let number): return String(number)
    case .string(let text): return text
    default: throw wrongKind(element)
    }
  }

  private func wrongKind(_ value: JSONValue) -> ScheduleError {
    ScheduleError(
      field: unit.rawValue,
      reason: "\(value.kind) does not say when; write a whole number, a text such as \"*/2\", or a list of numbers")
  }

  func parse(_ text: String) throws(ScheduleError) -> CrontabField {
    var bits: UInt64 = 0
    var isRecurring = false
    var pieces: [String] = []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = piece.trimmed
      for value in try values(of: trimmed) { bits |= 1 << UInt64(value) }
      isRecurring = isRecurring || trimmed.contains("*") || trimmed.contains("/")
      pieces.append(trimmed.lowercased())
    }
    // A step that leaves one value repeats nothing.
    let recurs = bits == CrontabField.allBits(of: unit) || (isRecurring && bits.nonzeroBitCount > 1)
    return CrontabField(bits: bits, isRecurring: recurs, text: pieces.joined(separator: ","))
  }

  private func refused(_ piece: some StringProtocol, _ reason: String) -> ScheduleError {
    ScheduleError(field: unit.rawValue, piece: String(piece), reason: reason)
  }

  private func values(of piece: String) throws(ScheduleError) -> [Int] {
    guard !piece.isEmpty else { throw refused(piece, "a value is missing; allowed are \(unit.allowed), or *") }
    let halves = piece.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let base = halves.first, halves.count == 2 else { return try range(piece[...], in: piece) }
    guard base == "*" || base.contains("-") else {
      throw refused(piece, "a step stands behind * or a range, such as \(base)-\(unit.range.upperBound)/\(halves[1])")
    }
    guard let step = number(halves[1]), step >= 1 else {
      throw refused(piece, "the step after / must be a whole number from 1")
    }
    return try range(base, in: piece).enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }

  private func range(_ text: Substring, in piece: String) throws(ScheduleError) -> [Int] {
    if text == "*" { return Array(unit.range) }
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let start = try value(ends.first ?? text, in: piece)
    guard ends.count == 2 else { return [start] }
    let end = try value(ends[1], in: piece)
    guard end < start else { return Array(start...end) }
    return Array(start...unit.range.upperBound) + Array(unit.range.lowerBound...end)
  }

  private func value(_ text: Substring, in piece: String) throws(ScheduleError) -> Int {
    let word = text.trimmed
    if let number = number(word) {
      guard unit.range.contains(number) else { throw refused(piece, unit.refusal(of: number)) }
      return number
    }
    let lower = word.lowercased()
    if let index = unit.names.firstIndex(where: { $0 == lower || $0.prefix(3) == lower }) {
      return index + unit.range.lowerBound
    }
    guard word.isEmpty else { throw refused(piece, "'\(word)' is not among \(unit.allowed)") }
    throw refused(piece, "a value is missing beside '-'; allowed are \(unit.allowed)")
  }

  /// Plain digits, so few that they cannot overflow.
  private func number(_ text: some StringProtocol) -> Int? {
    let word = text.trimmed
    guard !word.isEmpty, word.utf8.count <= 9, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(word)
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let text = String(self)
    let isInk = { (byte: UInt8) in byte != 0x20 && byte != 0x09 }
    guard let start = text.utf8.firstIndex(where: isInk), let end = text.utf8.lastIndex(where: isInk) else { return "" }
    return String(text[start...end])
  }
}
