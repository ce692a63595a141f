import TaskModel
import Testing

@testable import RedisBackend

struct HeldRecordTests {
  @Test(arguments: [
    ("[{\"a\": 1}, \"\", \"celery\"]", "{\"a\": 1}", "", "celery"),
    ("[ {\"a\": [\"]\"]} ,\"x\\\"y\", \"\\u00fc\\\\\" ] ", " {\"a\": [\"]\"]} ", "x\"y", "ü\\"),
    ("[not JSON, \"\", \"q\", \"\", \"celery\"]", "not JSON, \"\", \"q\"", "", "celery"),
    ("[, \"\", \"q\"]", "", "", "q"),
  ])
  func isCutApartFromItsEnd(_ text: String, _ envelope: String, _ exchange: String, _ key: String) throws {
    let record = try #require(HeldRecord(Array(text.utf8)))
    #expect(record.exchange == exchange)
    #expect(record.routingKey == key)
    #expect(String(decoding: record.envelope, as: UTF8.self).trimmed == envelope.trimmed)
  }

  @Test(arguments: [
    "", "[", "[]", "{}", "[{}, \"\"]", "[{}, 1, \"q\"]", "[{}, \"\", q]", "[{}, \"\" \"q\"]", "{}, \"\", \"q\"]",
    "[{}, \"\", \"q\"", "[{}, \"\", \"\\q\"]", "[\"\"]", "[\"", "\\\"]",
  ])
  func whatIsNoRecord(_ text: String) { #expect(HeldRecord(Array(text.utf8)) == nil) }

  @Test func anyBytesAreSurvived() {
    var generator = SeededGenerator(seed: 20)
    let alphabet = Array("[]{}\"\\, \u{0}aü".utf8)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<24, using: &generator)
      _ = HeldRecord((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 })
    }
  }
}

extension String {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " }
    return start.last == " " ? start.dropLast() : start
  }
}
