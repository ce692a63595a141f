import FoundationEssentials
import Testing

@Suite struct TutorialTextTests {
  @Test func whatTheTutorialShowsIsWhatIsTested() throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let code = try String(contentsOf: here.appending(path: "TestingTutorial.swift"), encoding: .utf8)
    let text = try String(
      contentsOf: here.appending(path: "../../../docs/tutorial/testing.md"), encoding: .utf8)
    let blocks = text.split(separator: "```").filter { $0.hasPrefix("swift\n") }.map { $0.dropFirst(6) }
    #expect(blocks.count >= 6)
    for block in blocks where !block.hasPrefix("//") {
      #expect(code.contains(block), "not in the tested file:\n\(block)")
    }
  }
}
