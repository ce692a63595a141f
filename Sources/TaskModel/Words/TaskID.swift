/// Identifies one task from the moment it is sent: in the queue, in the log, in its result.
///
/// Any text is allowed, since clients choose their own ids. Ours are UUIDs of version 7 (RFC 9562 §5.7): they begin
/// with the time, so rows written one after the other stand beside each other in a store's tree.
public struct TaskID: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ text: String) { rawValue = text }
  public init(stringLiteral value: String) { rawValue = value }

  public var description: String { rawValue }
}

extension TaskID {
  /// A fresh id: 48 bits of Unix milliseconds, then 74 random bits.
  public static func make(at now: Timestamp) -> TaskID {
    var generator = SystemRandomNumberGenerator()
    return make(at: now, using: &generator)
  }

  /// The same with the caller's randomness, for tests.
  public static func make(at now: Timestamp, using generator: inout some RandomNumberGenerator) -> TaskID {
    let milliseconds = UInt64(clamping: now.microseconds / 1000) & 0xFFFF_FFFF_FFFF
    let high = (milliseconds << 16) | 0x7000 | (generator.next() & 0x0FFF)
    let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    return TaskID(uuidText(high, low))
  }

  /// The 8-4-4-4-12 form of 128 bits.
  private static func uuidText(_ high: UInt64, _ low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for (word, isHigh) in [(high, true), (low, false)] {
        for nibble in 0..<16 {
          if isHigh ? (nibble == 8 || nibble == 12) : (nibble == 0 || nibble == 4) {
            buffer[position] = UInt8(ascii: "-")
            position += 1
          }
          let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble * 4)) & 0xF
          buffer[position] = value < 10 ? 0x30 + value : 0x57 + value
          position += 1
        }
      }
      return position
    }
  }
}
