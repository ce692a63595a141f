import FoundationEssentials
import Testing

@Suite("The tutorial")
struct TutorialTests {
  private let documents = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")

  private func text(_ path: String) throws -> String {
    try String(contentsOf: documents.appending(path: path), encoding: .utf8)
  }

  @Test func quotesTheExampleAsItIs() throws {
    let example = try text("examples/conversion-rates/Sources/ConversionRates/RatesApplication.swift")
    let blocks = try text("tutorial/first-task.md").split(separator: "```").filter { $0.hasPrefix("swift\n") }
    let types = blocks.map { $0.dropFirst(6) }.filter { $0.hasPrefix("struct ") || $0.hasPrefix("@main") }
    #expect(types.count == 3)
    for type in types { #expect(example.contains(type), "not in the example:\n\(type)") }
  }

  @Test func theExampleHasFewerThanSixtyLines() throws {
    let example = try text("examples/conversion-rates/Sources/ConversionRates/RatesApplication.swift")
    #expect(example.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
  }
}
