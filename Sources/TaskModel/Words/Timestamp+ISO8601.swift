/// ISO 8601 with an offset, as Python's `datetime.isoformat()` writes it and Celery's lenient reader takes it.
extension Timestamp: CustomStringConvertible {
  /// `2031-03-04T05:06:07.089000+00:00`; without the fraction where it is zero.
  public var iso8601: String { text(offsetText: "+00:00") }

  /// The same in the short form for people: `2031-03-04T05:06:07.089Z`, cut to milliseconds.
  public var description: String {
    let cut = self - .microseconds(microseconds.remainder1000)
    return cut.text(offsetText: "Z", fractionDigits: 3)
  }

  private func text(offsetText: String, fractionDigits: Int = 6) -> String {
    let civil = CivilTime(self)
    var text = ""
    text.reserveCapacity(32)
    text += padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2)
    text += "T" + padded(civil.hour, 2) + ":" + padded(civil.minute, 2) + ":" + padded(civil.second, 2)
    if civil.microsecond != 0 {
      text += "." + padded(civil.microsecond, 6).prefix(fractionDigits)
    }
    return text + offsetText
  }

  /// Reads `YYYY-MM-DD[T| ]hh:mm[:ss[.fraction]][Z|±hh[:mm]]`, also the basic forms without `-` and `:`, or a bare date.
  /// A time without an offset is UTC, whatever the zone in force (Celery's own rule). Nil for anything else.
  public init?(iso8601 text: some StringProtocol) {
    var scanner = ISOScanner(Array(text.utf8))
    guard let timestamp = scanner.timestamp() else { return nil }
    self = timestamp
  }
}

private func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(abs(value))
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (value < 0 ? "-" : "") + zeros + digits
}

extension Int64 {
  fileprivate var remainder1000: Int64 {
    let rest = self % 1000
    return rest < 0 ? rest + 1000 : rest
  }
}

/// Walks the bytes once; every step says whether it fits.
private struct ISOScanner {
  let bytes: [UInt8]
  var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var atEnd: Bool { position >= bytes.count }
  var current: UInt8? { atEnd ? nil : bytes[position] }

  mutating func take(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue, current == ascii else { return false }
    position += 1
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard bytes.count - position >= digits else { return nil }
    var value = 0
    for byte in bytes[position..<position + digits] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += digits
    return value
  }

  mutating func timestamp() -> Timestamp? {
    guard let year = number(digits: 4) else { return nil }
    let extended = take("-")
    guard let month = number(digits: 2), !extended || take("-"), let day = number(digits: 2) else { return nil }
    guard CivilTime.isValid(year: year, month: month, day: day) else { return nil }
    var civil = CivilTime(year: year, month: month, day: day)
    var offset = 0
    if !atEnd {
      guard take("T") || take("t") || take(" ") else { return nil }
      guard readTime(into: &civil), let read = readOffset() else { return nil }
      offset = read
    }
    guard atEnd else { return nil }
    return civil.timestamp(offsetSeconds: offset)
  }

  private mutating func readTime(into civil: inout CivilTime) -> Bool {
    guard let hour = number(digits: 2), hour < 24 else { return false }
    civil.hour = hour
    let extended = take(":")
    guard let minute = number(digits: 2), minute < 60 else { return false }
    civil.minute = minute
    let hasSeconds = extended ? take(":") : (current.map { (0x30...0x39).contains($0) } ?? false)
    if hasSeconds {
      guard let second = number(digits: 2), second < 60 else { return false }
      civil.second = second
      if take(".") || take(",") {
        guard let fraction = readFraction() else { return false }
        civil.microsecond = fraction
      }
    }
    return true
  }

  private mutating func readFraction() -> Int? {
    var value = 0
    var digits = 0
    while let byte = current, (0x30...0x39).contains(byte) {
      if digits < 6 { value = value * 10 + Int(byte - 0x30) }
      digits += 1
      position += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 6)..<6 { value *= 10 }
    return value
  }

  private mutating func readOffset() -> Int? {
    if atEnd || take("Z") || take("z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(digits: 2), hours < 24 else { return nil }
    if atEnd { return sign * hours * 3600 }
    _ = take(":")
    guard let minutes = number(digits: 2), minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
