import TaskModel
import Testing

@testable import CeleryWire

/// The scanner that skips must accept what the parser that builds accepts, and nothing more.
struct JSONScannerTests {
  private func accepts(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes, name: "it")
      return (try? scanner.value()) != nil && (try? scanner.expectEnd()) != nil
    }
  }

  @Test(arguments: [
    "0", "-0", "10", "-1.5e+10", "1E5", "NaN", "Infinity", "-Infinity", "true", "false", "null", "\"\"", "\"\\u00fc\"",
    "[]", "[ ]", "[1 , 2]", "{}", "{ }", "{\"a\" : 1 , \"b\":[{}]}", " 1 ", "\"0123456\"", "\"01234567\"",
    "\"012345678\\\"\"",
  ])
  func whatIsJSONIsAccepted(text: String) { #expect(accepts(Array(text.utf8))) }

  @Test(arguments: [
    "", " ", "-", "01", "-01", "1.", ".5", "1e", "1e+", "+1", "--1", "-NaN", "Inf", "Infinit", "nul", "tru", "truex",
    "\"",
    "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\t\"", "\"0123456\n\"", "[", "]", "[1", "[1,", "[1,]", "[,1]",
    "[1 2]", "{", "{1: 2}", "{\"a\"}", "{\"a\":}", "{\"a\": 1,}", "{,}", "{\"a\" 1}", "1 2", "'a'",
  ])
  func whatIsNotJSONIsRefused(text: String) { #expect(!accepts(Array(text.utf8))) }

  @Test func scannerAndParserAgreeOnSpoiledTexts() {
    var random = SeededGenerator(seed: 19)
    for _ in 0..<2000 {
      let text = RandomValues.spoiled(RandomValues.value(depth: 3, using: &random).jsonBytes, using: &random)
      guard text.allSatisfy({ $0 < 0x80 }) else { continue }
      do {
        _ = try JSONParser.parse(text, options: JSONParser.Options(allowsNaN: true))
        #expect(accepts(text))
      } catch {
        // The scanner leaves to the parser what only one who builds values can know.
        let isOnlyTheParsers = error.message.contains("surrogate") || error.message.contains("beyond the range")
        #expect(isOnlyTheParsers || !accepts(text), "\(String(decoding: text, as: UTF8.self)): \(error)")
      }
    }
  }
}
