import Logging

/// One event as a line for people: `12:34:56.789 INFO  message  key=value …`, with the date in front where it is to be kept.
/// Pure.
///
/// Control characters are shown by their code, since a message may hold what a stranger sent; a line break in a message
/// goes on under the message.
struct TerminalLine {
  private(set) var bytes: [UInt8] = []
  private let colored: Bool
  /// Where the message begins.
  private let indentation: Int

  /// `time`: as it shall stand.
  init(
    time: String, level: Logger.Level, message: String, metadata: [(key: String, value: Logger.MetadataValue)],
    colored: Bool
  ) {
    self.colored = colored
    indentation = time.utf8.count + 7
    bytes.reserveCapacity(128)
    styled("2") { $0.append(time) }
    bytes.append(0x20)
    let (name, color) = Self.name(level)
    styled(color) { $0.append(name) }
    bytes.append(0x20)
    appendEscaped(message)
    if !metadata.isEmpty { appendMetadata(metadata) }
    bytes.append(0x0A)
  }

  private static func name(_ level: Logger.Level) -> (String, color: String) {
    switch level {
    case .trace: ("TRACE", "2")
    case .debug: ("DEBUG", "2")
    case .info: ("INFO ", "32")
    case .notice: ("NOTE ", "36")
    case .warning: ("WARN ", "33")
    case .error: ("ERROR", "31")
    case .critical: ("CRIT ", "1;31")
    }
  }

  private mutating func styled(_ code: String, _ body: (inout TerminalLine) -> Void) {
    if colored { append("\u{1B}[\(code)m") }
    body(&self)
    if colored { append("\u{1B}[0m") }
  }

  private mutating func appendMetadata(_ metadata: [(key: String, value: Logger.MetadataValue)]) {
    append(" ")
    styled("2") { line in
      for (key, value) in metadata {
        line.bytes.append(0x20)
        line.appendEscaped(key)
        line.append("=")
        line.appendValue("\(value)")
      }
    }
  }

  private mutating func appendValue(_ value: String) {
    let isPlain = !value.isEmpty && !value.utf8.contains { $0 == 0x20 || $0 == 0x22 || $0 == 0x0A }
    if isPlain { return appendEscaped(value) }
    append("\"")
    appendEscaped(
      value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""), breaks: false)
    append("\"")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func appendEscaped(_ text: String, breaks: Bool = true) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where breaks: append("\n" + String(repeating: " ", count: indentation))
      case 0x09: append("\t")
      case 0..<0x20, 0x7F...0x9F: append("\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16))
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}
