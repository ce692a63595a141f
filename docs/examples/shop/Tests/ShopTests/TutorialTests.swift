import Foundation
import Testing

struct TutorialTests {
  /// docs/, three folders above the tests.
  private static let docs = (0..<5).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
  private static let shop = docs.appending(path: "examples/shop")

  @Test func whatTheTutorialShowsIsWhatIsBuiltHere() throws {
    let tutorial = try String(contentsOf: Self.docs.appending(path: "tutorial/transactions.md"), encoding: .utf8)
    let blocks = tutorial.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let sources = try Self.sources()
    #expect(blocks.count == 9)
    for block in blocks { #expect(sources.contains { $0.contains(block) }, "not in the example:\n\(block)") }
  }

  private static func sources() throws -> [String] {
    let names = FileManager.default.enumerator(atPath: shop.path)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".build") }.map {
      try String(contentsOf: shop.appending(path: $0), encoding: .utf8)
    }
  }
}
