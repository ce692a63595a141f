import Foundation
import Testing

@Suite struct MarkdownTests {
  @Test func everyLinkLeadsSomewhere() throws {
    let files = try MarkdownFile.all()
    #expect(files.count > 20)
    for file in files {
      for link in file.links {
        let target = link.file ?? file.path
        let path = MarkdownFile.root.appending(path: target).path
        #expect(FileManager.default.fileExists(atPath: path), "\(file.path) leads to \(target), which is not there")
        if let heading = link.heading, target.hasSuffix(".md") {
          let headings = try MarkdownFile(target).headings
          #expect(headings.contains(heading), "\(file.path) leads to #\(heading), which \(target) does not have")
        }
      }
    }
  }

  /// The pages for operators have one door.
  @Test func everyPageForOperatorsIsInTheirTableOfContents() throws {
    let pages = try MarkdownFile.all().map(\.path).filter { $0.hasPrefix("docs/operations/") }
    let door = try MarkdownFile("docs/operations/README.md")
    let listed = Set(door.links.compactMap(\.file))
    for page in pages where page != door.path { #expect(listed.contains(page), "\(page)") }
    #expect(try MarkdownFile("README.md").links.contains { $0.file == door.path })
  }
}
