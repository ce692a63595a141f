import Testing

@testable import PostgresDatabase

struct ByteaTextTests {
  private func decode(_ text: String) -> [UInt8]? { Array(text.utf8).withUnsafeBytes { ByteaText.decode($0) } }

  @Test(
    arguments: [
      (#"\x"#, []), (#"\x00fF"#, [0, 255]), ("", []), ("abc", [97, 98, 99]), (#"a\\b"#, [97, 92, 98]),
      (#"\000\377\134"#, [0, 255, 92]),
    ] as [(String, [UInt8])])
  func whatTheServerWritesIsRead(_ text: String, _ bytes: [UInt8]) {
    #expect(decode(text) == bytes)
  }

  @Test(arguments: [#"\x0"#, #"\xgg"#, #"\"#, #"\01"#, #"\999"#, #"\777"#, #"\+12"#, #"\ab"#])
  func anythingElseIsNot(_ text: String) {
    #expect(decode(text) == nil)
  }

  @Test func bytesComeBackFromBothForms() {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(decode("\\x" + hex) == bytes)
      let escaped = bytes.map { byte -> String in
        if byte == 92 { return #"\\"# }
        if (32...126).contains(byte) { return String(UnicodeScalar(byte)) }
        let octal = String(byte, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - octal.utf8.count) + octal
      }
      #expect(decode(escaped.joined()) == bytes)
    }
  }
}
