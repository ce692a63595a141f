import TaskModel

/// The publisher's name for one sending of a message: a UUID of version 7 that begins with the moment of the sending, to
/// the microsecond (RFC 9562, section 6.2, method 3).
enum DeliveryTag {
  /// - Parameter random: 62 of its bits are used.
  static func make(at now: Timestamp, random: UInt64 = .random(in: .min ... .max)) -> String {
    let time = UInt64(clamping: now.microseconds)
    let fraction = time % 1000 * 4096 / 1000
    let high = ((time / 1000) & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | fraction
    let low = random & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for nibble in 0..<32 {
        if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
          buffer[position] = UInt8(ascii: "-")
          position += 1
        }
        let word = nibble < 16 ? high : low
        let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble % 16 * 4)) & 0xF
        buffer[position] = value < 10 ? 0x30 + value : 0x57 + value
        position += 1
      }
      return position
    }
  }

  /// When the message was sent; nil for a tag that does not tell.
  static func moment(of tag: String) -> Timestamp? {
    let digits = tag.utf8.filter { $0 != UInt8(ascii: "-") }
    guard digits.count == 32, digits[12] == UInt8(ascii: "7"),
      let milliseconds = Int64(String(decoding: digits[..<12], as: UTF8.self), radix: 16),
      let fraction = Int64(String(decoding: digits[13..<16], as: UTF8.self), radix: 16)
    else { return nil }
    return Timestamp(microseconds: milliseconds * 1000 + (fraction * 1000 + 4095) / 4096)
  }
}
