import TaskModel
import Testing

@Suite struct JSONValueTests {
  @Test func wholeNumbersAreReadFromBothForms() {
    #expect(JSONValue.integer(3).integerValue == 3)
    #expect(JSONValue.double(3.0).integerValue == 3)
    #expect(JSONValue.double(3.5).integerValue == nil)
    #expect(JSONValue.double(.nan).integerValue == nil)
    #expect(JSONValue.double(1e300).integerValue == nil)
    #expect(JSONValue.bigInteger("9223372036854775808").integerValue == nil)
    #expect(JSONValue.bigInteger("9223372036854775808").doubleValue == 0x1p63)
  }

  @Test(
    arguments: [
      (nil, "null"), (true, "a boolean"), (1, "a whole number"), (.bigInteger("1"), "a whole number"),
      (1.5, "a number"),
      ("", "a string"), ([], "an array"), ([:], "an object"),
    ] as [(JSONValue, String)])
  func everyKindHasAName(_ value: JSONValue, _ kind: String) {
    #expect(value.kind == kind)
  }

  @Test func anObjectKeepsTheOrderOfItsMembersAndIsEqualInAnyOrder() {
    let one: JSONObject = ["a": 1, "b": 2]
    let other: JSONObject = ["b": 2, "a": 1]
    #expect(one.keys == ["a", "b"])
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one != ["a": 1])
    #expect(one != ["a": 1, "c": 2])
  }

  @Test func membersAreReplacedInPlaceRemovedAndMerged() {
    var object: JSONObject = ["a": 1, "b": 2, "a": 3]
    #expect(object.description == #"{"a":3,"b":2}"#)
    object["b"] = nil
    object["absent"] = nil
    #expect(object == ["a": 3])
    #expect(object.merging(["a": 4, "c": 5]) == ["a": 4, "c": 5])
  }
}
