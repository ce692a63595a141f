import Testing

@testable import RedisBackend

struct BindingTests {
  private static let separator = "\u{06}\u{16}"

  @Test(arguments: [
    ("^news\\..*?$", "news.eu.de", true), ("^news\\..*?$", "news.", true), ("^news\\..*?$", "news", false),
    ("^news\\..*?\\.[^\\.]+$", "news.eu.de", true), ("^news\\..*?\\.[^\\.]+$", "news.eu", false),
    ("^[^\\.]+\\.de$", "eu.de", true), ("^[^\\.]+\\.de$", "a.eu.de", false), ("^[^\\.]+\\.de$", ".de", false),
    ("^a\\-b$", "a-b", true), ("^.*?$", "", true), ("^x$", "", false),
  ])
  func patternsOfTopics(_ pattern: String, _ key: String, _ takes: Bool) throws {
    let binding = try #require(
      Binding(["#", pattern, "q"].joined(separator: Self.separator), separator: Self.separator))
    #expect(binding.takes(key) == takes)
  }

  @Test func aDirectBindingTakesItsOwnKeyOnly() throws {
    let binding = try #require(Binding("rk\(Self.separator)\(Self.separator)q", separator: Self.separator))
    #expect(binding.takes("rk"))
    #expect(!binding.takes("rk2"))
    #expect(binding.queue == "q")
  }

  @Test(arguments: [
    "", "celery", "a\u{06}\u{16}b", "a\u{06}\u{16}b\u{06}\u{16}", "a\u{06}\u{16}\u{06}\u{16}c\u{06}\u{16}d",
  ])
  func whatIsNoMember(_ member: String) { #expect(Binding(member, separator: Self.separator) == nil) }

  @Test func noPatternTakesLong() {
    let pattern = "^" + String(repeating: ".*?", count: 200) + "x$"
    let member = ["#", pattern, "q"].joined(separator: Self.separator)
    #expect(Binding(member, separator: Self.separator)?.takes(String(repeating: "a", count: 1000)) == false)
  }
}
