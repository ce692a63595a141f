import TaskModel
import Testing

@testable import CeleryWire

@Suite("Patterns for node names") struct NodePatternTests {
  /// pattern, name, whether Python's fnmatchcase says yes
  static let globs: [(String, String, Bool)] = [
    ("*", "w1@host", true), ("*", "", true), ("", "", true), ("", "a", false),
    ("w*@worker.*", "w1@worker.example", true),
    ("w?@h", "w1@h", true), ("w?@h", "w12@h", false), ("w[0-9]@h", "w5@h", true), ("w[0-9]@h", "wa@h", false),
    ("w[!0-9]@h", "wa@h", true), ("w[!0-9]@h", "w5@h", false), ("w[abc]@h", "wb@h", true), ("w[]x]", "w]", true),
    ("w[]x]", "wx", true), ("w[!]x]", "w]", false), ("w[!]x]", "wy", true), ("w[", "w[", true), ("w[a", "w[a", true),
    ("w[a", "wa", false), ("a.b", "axb", false), ("a\\*", "a*", false), ("a\\*", "a\\b", true), ("[z-a]", "m", false),
    ("[z-a]", "-", false), ("[a-]", "-", true), ("[-a]", "-", true), ("*a*b*c*", "xxaxxbxxcxx", true),
    ("*a*b*c*", "xxaxxcxxbxx", false), ("A", "a", false), ("żółw@*", "żółw@x", true), ("?", "🐢", true),
    ("[!]", "[!]", true),
    ("**", "abc", true), ("[[]", "[", true), ("[a-c-e]", "-", true), ("[a-c-e]", "d", false), ("[!a", "[!a", true),
  ]

  @Test("shell wildcards match as in Python", arguments: globs)
  func globsMatchAsInPython(_ pattern: String, _ name: String, _ isMatch: Bool) throws {
    #expect(try NodePattern(pattern, matcher: "glob").matches(name) == isMatch)
  }

  static let expressions: [(String, String, Bool)] = [
    ("w[0-9]@", "w1@worker", true), ("[0-9]@", "w1@worker", false), (".*@worker$", "w1@worker", true), ("", "w1", true),
    ("w1|w2", "w2@h", true), ("(?i)W1", "w1@h", true), ("^w\\d+@h$", "w12@h", true), ("w(?=2)", "w1", false),
  ]

  @Test("regular expressions match at the start of the name", arguments: expressions)
  func expressionsMatchAtTheStart(_ pattern: String, _ name: String, _ isMatch: Bool) throws {
    #expect(try NodePattern(pattern, matcher: "pcre").matches(name) == isMatch)
  }

  @Test func manyStarsTakeNoLongerThanLengthTimesLength() throws {
    let pattern = try NodePattern(String(repeating: "*a", count: 500), matcher: "glob")
    #expect(!pattern.matches(String(repeating: "a", count: 499) + "b"))
  }

  @Test func anOverlongPatternIsRefused() {
    #expect(throws: RemoteRequestError.self) { try NodePattern(String(repeating: "a", count: 1025), matcher: "pcre") }
  }

  @Test func noPatternTraps() {
    var generator = SeededGenerator(seed: 11)
    let letters = Array("[]!*?-ab\\")
    for _ in 0..<5000 {
      let pattern = String(
        (0..<Int.random(in: 0...8, using: &generator)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &generator)]
        })
      let name = String(
        (0..<Int.random(in: 0...8, using: &generator)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &generator)]
        })
      _ = try? NodePattern(pattern, matcher: "glob").matches(name)
    }
  }
}
