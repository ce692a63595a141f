import Foundation
import TaskConfiguration
import TaskModel
import Testing

/// The table of Celery's settings in docs/operations/upgrading-from-celery.md is what the reader does.
struct TranslationTableTests {
  private struct Row {
    var keys: [String]
    var isIgnored: Bool
  }

  /// The rows whose left cell names settings, not sections.
  private func rows() throws -> [Row] {
    let text = try Documents.text("docs/operations/upgrading-from-celery.md")
    let table = try #require(text.components(separatedBy: "\n## Settings\n").last)
    return table.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `[") }.compactMap { line in
      let cells = line.split(separator: "|")
      guard cells.count == 2, !cells[0].contains("[") else { return nil }
      let keys = cells[0].split(separator: "`").filter { $0.allSatisfy { $0.isLetter || $0 == "_" } && $0 != "" }
      return Row(
        keys: keys.map(String.init), isIgnored: cells[1].trimmingCharacters(in: .whitespaces).hasPrefix("ignored"))
    }
  }

  private func problems(_ key: String) -> [Problem] { reading("[celery]\n\(key) = 1\n").problems }

  @Test func everySettingIsKnown() throws {
    let rows = try rows()
    #expect(rows.count > 30)
    for key in rows.flatMap(\.keys) {
      #expect(!problems(key).contains { $0.message.contains("no option") || $0.message.contains("no key") }, "\(key)")
    }
    #expect(problems("broker_urll").contains { $0.severity == .error }, "a slip must be seen by this test")
  }

  @Test func whatIsSaidToBeIgnoredIsIgnoredAndTheRestIsRead() throws {
    for row in try rows() {
      for key in row.keys {
        let isIgnored = problems(key).contains { $0.severity == .notice && $0.message.contains("\(key) is not used") }
        #expect(isIgnored == row.isIgnored, "\(key)")
      }
    }
  }
}
