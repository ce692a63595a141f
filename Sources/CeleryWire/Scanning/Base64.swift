/// Base64 (RFC 4648 §4) with padding, as kombu writes bodies. Line breaks and spaces are skipped, as Python does.
enum Base64 {
  /// Six bits for each letter, 64 for space that is skipped, 255 for what does not belong there.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (index, letter) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
      values[Int(letter)] = UInt8(index)
    }
    for space: UInt8 in [0x20, 0x0A, 0x0D, 0x09] { values[Int(space)] = 64 }
    return values
  }()

  /// No more bytes than this come out of that many letters.
  static func capacity(_ letters: Int) -> Int { letters / 4 * 3 + 3 }

  /// How many bytes were written to `output`, which has room for ``capacity(_:)``; nil where the text is not base64.
  static func decode(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    values.withUnsafeBufferPointer { values in
      var reader = 0
      var writer = 0
      // Four letters at once, as long as all of them are letters.
      while input.count - reader >= 4, output.count - writer >= 3 {
        let first = values[Int(input[reader])]
        let second = values[Int(input[reader + 1])]
        let third = values[Int(input[reader + 2])]
        let fourth = values[Int(input[reader + 3])]
        guard first | second | third | fourth < 64 else { break }
        output[writer] = first << 2 | second >> 4
        output[writer + 1] = second << 4 | third >> 2
        output[writer + 2] = third << 6 | fourth
        reader += 4
        writer += 3
      }
      return decodeRest(input[reader...], values, into: output, at: writer)
    }
  }

  /// Letter by letter: padding, spaces, and whatever is wrong.
  private static func decodeRest(
    _ input: Slice<UnsafeBufferPointer<UInt8>>, _ values: UnsafeBufferPointer<UInt8>,
    into output: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) -> Int? {
    var writer = start
    var bits: UInt32 = 0
    var letters = 0
    var padding = 0
    for byte in input {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      let value = values[Int(byte)]
      if value == 64 { continue }
      guard value < 64, padding == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      letters += 1
      if letters % 4 == 0 {
        guard output.count - writer >= 3 else { return nil }
        output[writer] = UInt8(truncatingIfNeeded: bits >> 16)
        output[writer + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        output[writer + 2] = UInt8(truncatingIfNeeded: bits)
        writer += 3
      }
    }
    switch letters % 4 {
    case 0: return padding == 0 ? writer : nil
    case 2 where padding == 2 && output.count > writer:
      output[writer] = UInt8(truncatingIfNeeded: bits >> 4)
      return writer + 1
    case 3 where padding == 1 && output.count - writer >= 2:
      output[writer] = UInt8(truncatingIfNeeded: bits >> 10)
      output[writer + 1] = UInt8(truncatingIfNeeded: bits >> 2)
      return writer + 2
    default: return nil
    }
  }

  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var count: Int?
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity(text.count)) { output, initialized in
      count = text.withUnsafeBufferPointer { decode($0, into: output) }
      initialized = count ?? 0
    }
    return count == nil ? nil : bytes
  }
}
