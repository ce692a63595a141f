import TaskModel
import Testing

@Suite struct CeleryBodyTests {
  private let options = JSONParser.Options(allowsNaN: true)

  @Test(arguments: CeleryBodies.all)
  func whatPythonWroteIsReadAndKeptThroughAnotherRound(_ text: String) throws {
    let body = try JSONParser.parse(text, options: options)
    let again = try JSONParser.parse(body.jsonBytes, options: options)
    #expect(again.jsonBytes == body.jsonBytes)
    #expect(!body.isNull)
  }

  @Test func numbersThatOnlyPythonWritesAreKept() throws {
    let numbers = try JSONParser.parse(CeleryBodies.jsonNumbers, options: options).arrayValue?[1]
    #expect(numbers?["big"] == .bigInteger("1180591620717411303424"))
    #expect(numbers?["exp"] == .double(1e300))
    #expect(numbers?["whole"] == .double(1))
    #expect(numbers?["inf"] == .double(.infinity))
    #expect(numbers?["ninf"] == .double(-.infinity))
    #expect(numbers?["nan"]?.doubleValue?.isNaN == true)
    #expect(numbers?["zero"]?.doubleValue?.sign == .minus)
  }

  @Test func whatIsNotStrictJSONIsRefusedUnlessAllowed() {
    let thrown = #expect(throws: JSONError.self) { try JSONParser.parse(CeleryBodies.jsonNumbers) }
    #expect(thrown?.message == "Infinity is not JSON")
  }

  @Test func escapedTextIsReadAsText() throws {
    let body = try JSONParser.parse(CeleryBodies.unicode)
    #expect(body.arrayValue?[0] == ["żółw 🐢", "it's"])
    #expect(body.arrayValue?[1]["k"] == "ü")
  }
}
