import Foundation
import Testing

@testable import CeleryWire

struct Base64Tests {
  @Test func bytesComeBackWhateverTheirNumber() throws {
    var random = SeededGenerator(seed: 1)
    for count in 0..<100 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      var text: [UInt8] = []
      bytes.withUnsafeBufferPointer { Base64.encode($0, appendingTo: &text) }
      #expect(text == Array(Data(bytes).base64EncodedString().utf8))
      #expect(Base64.decode(text) == bytes)
    }
  }

  @Test(arguments: ["A", "AA", "AAA", "AA=", "AA===", "A===", "=", "====", "AA==AA==", "AAAA=", "A*AA", "AAA-", "ÄÄ=="])
  func whatIsNotBase64IsRefused(text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }

  @Test(arguments: [" AAAA", "AA\nAA\n", "A\r\nA = ="])
  func spacesAreSkipped(text: String) {
    #expect(Base64.decode(Array(text.utf8)) == (text.contains("=") ? [0] : [0, 0, 0]))
  }

  @Test func randomLettersNeverTrap() {
    var random = SeededGenerator(seed: 2)
    let letters = Array("AZaz09+/= \n*".utf8)
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0..<20, using: &random)).map { _ in letters.randomElement(using: &random) ?? 0 }
      _ = Base64.decode(text)
    }
  }
}
