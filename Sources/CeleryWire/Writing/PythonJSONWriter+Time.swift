import TaskModel

/// Times as Python's `datetime.isoformat()` writes them.
extension PythonJSONWriter {
  /// In quotes, in UTC. What lies outside the years 1 to 9999, which Python's calendar has, is written as the nearer end.
  mutating func write(time: Timestamp) {
    let civil = CivilTime(Self.readable(time))
    bytes.append(UInt8(ascii: "\""))
    write(digits: UInt64(civil.year), width: 4)
    write(part: civil.month, after: "-")
    write(part: civil.day, after: "-")
    write(part: civil.hour, after: "T")
    write(part: civil.minute, after: ":")
    write(part: civil.second, after: ":")
    if civil.microsecond != 0 {
      write(raw: ".")
      write(digits: UInt64(civil.microsecond), width: 6)
    }
    write(raw: "+00:00\"")
  }

  /// The nearest time that Python's calendar has.
  static func readable(_ time: Timestamp) -> Timestamp { min(max(time, earliest), latest) }

  private mutating func write(part: Int, after separator: StaticString) {
    write(raw: separator)
    bytes.append(0x30 + UInt8(part / 10))
    bytes.append(0x30 + UInt8(part % 10))
  }

  private static let earliest = CivilTime(year: 1, month: 1, day: 1).timestamp()
  private static let latest = CivilTime(
    year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 999_999
  ).timestamp()
}
