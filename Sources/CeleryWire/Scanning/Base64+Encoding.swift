extension Base64 {
  /// Appends the letters, padding included.
  static func encode(_ input: UnsafeBufferPointer<UInt8>, appendingTo output: inout [UInt8]) {
    let letters: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    let alphabet = UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount)
    output.reserveCapacity(output.count + (input.count + 2) / 3 * 4)
    var reader = 0
    while input.count - reader >= 3 {
      let bits = UInt32(input[reader]) << 16 | UInt32(input[reader + 1]) << 8 | UInt32(input[reader + 2])
      for shift: UInt32 in [18, 12, 6, 0] { output.append(alphabet[Int(bits >> shift & 63)]) }
      reader += 3
    }
    let rest = input.count - reader
    guard rest > 0 else { return }
    let bits = UInt32(input[reader]) << 16 | (rest == 2 ? UInt32(input[reader + 1]) << 8 : 0)
    output.append(alphabet[Int(bits >> 18 & 63)])
    output.append(alphabet[Int(bits >> 12 & 63)])
    output.append(rest == 2 ? alphabet[Int(bits >> 6 & 63)] : UInt8(ascii: "="))
    output.append(UInt8(ascii: "="))
  }
}

extension PythonJSONWriter {
  /// Letters that need no escape, without quotes.
  mutating func write(base64 input: UnsafeBufferPointer<UInt8>) { Base64.encode(input, appendingTo: &bytes) }
}
