import TaskModel
import Testing

@testable import CeleryWire

/// Texts of arguments, held against those that Celery's `saferepr` made of the same values (`Fixtures/repr.json`).
struct PythonReprTests {
  static let cases: [JSONValue] = (try? Fixtures.json("repr.json").arrayValue) ?? []

  @Test func thereAreCases() { #expect(Self.cases.count > 15) }

  @Test(arguments: cases)
  func argumentsReadAsInPython(example: JSONValue) throws {
    let args = try #require(example["args"]?.arrayValue)
    #expect(PythonRepr.arguments(args) == example["repr"]?.stringValue)
    #expect(PythonRepr.keywords(["k": .array(args), "e": [:]]) == example["kwargsrepr"]?.stringValue)
  }

  @Test(
    arguments: [
      (nil, "None"), (true, "True"), (.double(.nan), "nan"), (.double(-.infinity), "-inf"), ([1, "a"], "[1, 'a']"),
      (["k": [nil]], "{'k': [None]}"), ("it's", "'it\\'s'"),
    ] as [(JSONValue, String)])
  func aWholeValueIsShownWithoutBounds(value: JSONValue, text: String) { #expect(PythonRepr.text(value) == text) }
}
