import TaskModel

/// Reads lengths of time: seconds as a number (`30`, `0.5`), or numbers with units (`90s`, `5m`, `1h 30min`, `2 days`).
package enum DurationReader {
  /// Longer ones are taken for a mistake: a hundred years.
  static let longest: Duration = .days(36_525)

  private static let units: [(names: [String], length: Duration)] = [
    (["us", "µs", "microsecond", "microseconds"], .microseconds(1)),
    (["ms", "msec", "millisecond", "milliseconds"], .milliseconds(1)),
    (["s", "sec", "secs", "second", "seconds"], .seconds(1)),
    (["m", "min", "mins", "minute", "minutes"], .seconds(60)),
    (["h", "hr", "hour", "hours"], .seconds(3600)),
    (["d", "day", "days"], .seconds(86_400)),
    (["w", "week", "weeks"], .seconds(7 * 86_400)),
  ]

  /// A length of at least zero, or, where `allowsZero` is false, of more than zero.
  package static func read(_ text: String, allowsZero: Bool = true) throws(ValueError) -> Duration {
    guard let seconds = seconds(text) else {
      throw ValueReader.wrong(
        text, is: "not a length of time", hint: "write seconds, or a number with ms, s, m, h, d or w: 90, 1h 30m")
    }
    guard allowsZero || seconds > 0 else { throw ValueError("it must be more than 0 seconds") }
    guard seconds <= longest.inSeconds else {
      throw ValueError("'\(text.shortened)' is longer than a hundred years", hint: "write a shorter time")
    }
    return Duration(saturatingSeconds: seconds)
  }

  /// The same, and nil for `none`.
  static func readOptional(_ text: String, allowsZero: Bool = true) throws(ValueError) -> Duration? {
    text.lowercased() == "none" ? nil : try read(text, allowsZero: allowsZero)
  }

  private static func seconds(_ text: String) -> Double? {
    if let plain = decimal(text) { return plain }
    var rest = Array(text.lowercased().utf8)[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
      rest = rest.dropFirst(digits.count).drop(while: \.isSpace)
      let letters = rest.prefix { !$0.isDigit && !$0.isSpace && $0 != UInt8(ascii: ".") }
      rest = rest.dropFirst(letters.count).drop(while: \.isSpace)
      guard let number = decimal(String(decoding: digits, as: UTF8.self)),
        let unit = units.first(where: { $0.names.contains(String(decoding: letters, as: UTF8.self)) })
      else { return nil }
      total += number * unit.length.inSeconds
    }
    return text.isEmpty ? nil : total
  }

  /// Digits with at most one point: no sign, no exponent, no `nan`.
  private static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }), text.utf8.contains(where: \.isDigit) else {
      return nil
    }
    return Double(text)
  }

  /// The shortest text that reads back as this length: `90s`, `500ms`, `1h`.
  static func text(_ duration: Duration) -> String {
    let microseconds = duration.microseconds
    guard microseconds != 0 else { return "0" }
    let units: [(name: String, size: Int64)] = [
      ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1000),
    ]
    for unit in units where microseconds % unit.size == 0 { return "\(microseconds / unit.size)\(unit.name)" }
    return "\(microseconds)us"
  }
}
