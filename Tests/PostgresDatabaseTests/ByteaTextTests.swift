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
}
