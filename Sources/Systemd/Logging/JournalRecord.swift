import Logging

/// One record of the journal: `NAME=value` fields as sd_journal_sendv(3) takes them. Pure.
///
/// Names are what journald accepts: A–Z, 0–9 and `_`, at most 64 bytes, no digit or `_` at the start. Metadata gets its
/// name in upper case (`task_id` is `TASK_ID`); what cannot stand in a name becomes `_`, and a name the record needs
/// itself gets `METADATA_` before it.
struct JournalRecord {
  static let longestName = 64
  /// Bytes of one value. journald's own bound is far higher, but nobody reads more.
  static let longestValue = 64 * 1024
  /// Fields of one record, fixed ones included.
  static let mostFields = 128

  private static let fixed: Set<String> = [
    "MESSAGE", "MESSAGE_ID", "PRIORITY", "CODE_FILE", "CODE_LINE", "CODE_FUNC", "SYSLOG_IDENTIFIER", "SYSLOG_FACILITY",
    "SYSLOG_PID", "SYSLOG_TIMESTAMP", "LOGGER",
  ]

  let fields: [[UInt8]]

  init(_ event: LogEvent, metadata: [(key: String, value: Logger.MetadataValue)], label: String, identifier: String) {
    var fields = [
      Self.field("MESSAGE", event.message.description),
      Self.field("PRIORITY", String(Self.priority(event.level))),
      Self.field("SYSLOG_IDENTIFIER", identifier),
      Self.field("CODE_FILE", event.file),
      Self.field("CODE_LINE", String(event.line)),
      Self.field("CODE_FUNC", event.function),
      Self.field("LOGGER", label),
    ]
    for (key, value) in metadata.prefix(Self.mostFields - fields.count) {
      fields.append(Self.field(Self.name(key), "\(value)"))
    }
    self.fields = fields
  }

  /// syslog(3): 7 debug, 6 info, 5 notice, 4 warning, 3 error, 2 critical.
  static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }

  static func name(_ key: String) -> String {
    var name = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "a"..."z": name.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) - 32))
      case "A"..."Z", "0"..."9": name.unicodeScalars.append(scalar)
      default: name += "_"
      }
    }
    let isUsable = name.utf8.first.map { (0x41...0x5A).contains($0) } ?? false
    if !isUsable || fixed.contains(name) { name = "METADATA_" + name }
    return String(name.prefix(longestName))
  }

  private static func field(_ name: String, _ value: String) -> [UInt8] {
    var bytes = Array(name.utf8)
    bytes.append(UInt8(ascii: "="))
    let utf8 = value.utf8
    guard utf8.count > longestValue else { return bytes + utf8 }
    bytes.append(contentsOf: utf8.prefix(longestValue))
    while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
    if let last = bytes.last, last & 0xC0 == 0xC0 { bytes.removeLast() }
    return bytes + Array("… (\(utf8.count) bytes)".utf8)
  }
}
