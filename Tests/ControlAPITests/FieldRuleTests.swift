import TaskModel
import Testing

@testable import ControlAPI

@Suite struct FieldRuleTests {
  @Test("Every kind of field takes its own values and refuses others, whatever they are")
  func kinds() {
    let values: [JSONValue] = [
      .null, true, 0, 9, -1, 1.5, .bigInteger("123456789012345678901234567890"), .double(.infinity), "", "text",
      "2031-03-04T05:06:07Z", [], ["a"], [""], [1], [:], ["a": 1],
    ]
    let table: [(FieldKind, accepted: [Int])] = [
      (.text, [9, 10]), (.flag, [1]), (.whole(0...9), [2, 3]), (.number(0...100), [2, 3, 5]),
      (.array, [11, 12, 13, 14]), (.object, [15, 16]), (.texts, [11, 12]), (.wholes, [11, 14]),
      (.textOrTexts, [9, 10, 11, 12]), (.textOrNumber, [2, 3, 4, 5, 6, 7, 9, 10]), (.time, [10]),
      (.timeOrSeconds, [2, 3, 4, 5, 6, 7, 10]),
    ]
    for (kind, accepted) in table {
      #expect(values.indices.filter { kind.accepts(values[$0]) } == accepted, "\(kind)")
      #expect(!kind.expectation.isEmpty)
    }
  }

  @Test("Nulls count as absent, and the order is kept") func nulls() throws {
    let rules = FieldRules(RequestFields.call)
    let checked = try rules.checked(["queue": nil, "name": "ping", "args": [nil]] as JSONObject)
    #expect(checked.keys == ["name", "args"])
    #expect(checked["args"] == [nil])
  }

  @Test("A long wrong value is not repeated in the error") func longValues() {
    let rules = FieldRules(RequestFields.call)
    let long = JSONValue.string(String(repeating: "x", count: 1000))
    let error = #expect(throws: ControlProblem.self) { try rules.checked(["name": "p", "args": long] as JSONObject) }
    #expect(error?.detail == "'args' is a string, not an array")
    #expect(error?.argument == "args")
  }

  @Test(
    "The nearest name is found for small mistakes and for none other",
    arguments: [
      ("actve", "active"), ("ACTIVE", "active"), ("cofn", "conf"), ("schedul", "schedule"), ("stat", "stats"),
      ("querytask", "query_task"), ("xyzzy", nil), ("", nil), (String(repeating: "a", count: 100), nil),
    ])
  func nearest(_ name: String, _ expected: String?) {
    #expect(nearestName(to: name, among: InspectName.allCases.map(\.rawValue)) == expected)
  }

  @Test("Edits are counted as they are made", arguments: 0..<50) func edits(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let word = (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 0...3, using: &random) }
    var changed = word
    let edits = Int.random(in: 0...3, using: &random)
    for _ in 0..<edits {
      if let index = changed.indices.randomElement(using: &random), Bool.random(using: &random) {
        changed.remove(at: index)
      } else {
        changed.insert(7, at: Int.random(in: 0...changed.count, using: &random))
      }
    }
    #expect(editDistance(word, changed) <= edits)
    #expect(editDistance(word, changed) == editDistance(changed, word))
    #expect(editDistance(word, word) == 0)
  }
}
