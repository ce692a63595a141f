import TaskModel
import Tasks

/// The server's text for a value to what we make of it. Types that are not named here stay text as the server writes it, such
/// as `numeric`, which no number of ours holds exactly, and arrays.
enum ValueDecoding {
  static func value(_ bytes: UnsafeRawBufferPointer, type: UInt32) -> SQLValue {
    let type = TypeNumber(rawValue: type)
    if type == .bytea, let decoded = ByteaText.decode(bytes) { return .blob(decoded) }
    let text = String(decoding: bytes, as: UTF8.self)
    return switch type {
    case .bool: .bool(text == "t")
    case .int2, .int4, .int8, .oid: Int64(text).map { .integer($0) } ?? .text(text)
    case .float4, .float8: Double(text).map { .double($0) } ?? .text(text)
    case .timestamptz: .text(iso8601(text))
    case .bytea, nil: .text(text)
    }
  }

  /// With a T between date and time; `infinity` and years before Christ, which ISO 8601 has no words for, stay.
  private static func iso8601(_ text: String) -> String {
    let parts = text.split(separator: " ")
    guard parts.count == 2 else { return text }
    return withoutSeconds(parts.joined(separator: "T"))
  }

  /// Before there were time zones, clocks went by the sun, and PostgreSQL says so: `1900-01-01T00:19:32+00:19:32`. ISO 8601
  /// has no seconds there; such a time is said in UTC.
  private static func withoutSeconds(_ text: String) -> String {
    guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return text }
    let offset = text[text.index(after: sign)...].split(separator: ":").compactMap { Int64($0) }
    guard offset.count == 3, let local = Timestamp(iso8601: text[..<sign] + "Z") else { return text }
    let ahead = Duration.seconds(offset[0] * 3600 + offset[1] * 60 + offset[2])
    return (text[sign] == "+" ? local - ahead : local + ahead).iso8601
  }
}
