import TaskModel

/// A task id as a column: 16 bytes where it is a UUID in its usual form, as nearly all are, otherwise its text.
///
/// Both forms keep the order of the ids, so that UUIDs of version 7, which begin with the time, are appended at the end of
/// an index instead of all over it.
enum TaskKey: Hashable, Sendable {
  case uuid(UInt64, UInt64)
  case text(String)

  init(_ id: TaskID) {
    if let (high, low) = Self.uuid(id.rawValue) { self = .uuid(high, low) } else { self = .text(id.rawValue) }
  }

  /// The key in a column.
  init(_ row: Statement, _ column: Int32) {
    let bytes = row.isBlob(column) ? row.bytes(column) : []
    guard bytes.count == 16 else {
      self = .text(row.text(column))
      return
    }
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self = .uuid(number(bytes.prefix(8)), number(bytes.suffix(8)))
  }

  var id: TaskID {
    switch self {
    case .text(let text): return TaskID(text)
    case .uuid(let high, let low):
      var text = ""
      for (index, word) in [high >> 32, high >> 16, high, low >> 48, low].enumerated() {
        let width = [8, 4, 4, 4, 12][index]
        let digits = String(word & (1 << (UInt64(width) * 4) &- 1), radix: 16)
        text += (index == 0 ? "" : "-") + String(repeating: "0", count: width - digits.count) + digits
      }
      return TaskID(text)
    }
  }

  /// The 128 bits of `8-4-4-4-12` lower-case hexadecimal digits; nil for any other text.
  private static func uuid(_ text: String) -> (UInt64, UInt64)? {
    let utf8 = text.utf8
    guard utf8.count == 36 else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for (position, byte) in utf8.enumerated() {
      switch (position, byte) {
      case (8, 0x2D), (13, 0x2D), (18, 0x2D), (23, 0x2D): continue
      case (8, _), (13, _), (18, _), (23, _): return nil
      case (_, 0x30...0x39): shift(in: UInt64(byte - 0x30))
      case (_, 0x61...0x66): shift(in: UInt64(byte - 0x57))
      default: return nil
      }
    }
    return (high, low)

    func shift(in digit: UInt64) {
      high = high << 4 | low >> 60
      low = low << 4 | digit
    }
  }
}
