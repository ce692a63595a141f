import FoundationEssentials
import Testing

@testable import Tasks

@Suite("Arguments bind as in a Python call")
struct BindingTests {
  private func bind<Definition: TaskDefinition>(
    _ type: Definition.Type = Definition.self, _ args: [JSONValue] = [], _ kwargs: JSONObject = [:]
  ) throws -> Definition {
    try ArgumentCoding.decode(type, from: TaskArguments(args, keywords: kwargs))
  }

  private func problem<Definition: TaskDefinition>(
    _ type: Definition.Type, _ args: [JSONValue] = [], _ kwargs: JSONObject = [:]
  ) -> ArgumentError? {
    do throws(ArgumentError) {
      _ = try ArgumentCoding.decode(type, from: TaskArguments(args, keywords: kwargs))
      return nil
    } catch { return error }
  }

  @Test func byPositionAndByNameAreTheSameCall() throws {
    #expect(try bind(AskForReview.self, [7]).deliveryID == 7)
    #expect(try bind(AskForReview.self, [], ["deliveryID": 7]).deliveryID == 7)
    #expect(try bind(AskForReview.self, [], ["delivery_id": 7]).deliveryID == 7)
    let mixed = try bind(SendSMS.self, ["+358"], ["text": "hello"])
    #expect(mixed.to == "+358" && mixed.text == "hello")
  }

  @Test func whatIsOptionalMayBeLeftOutOrNull() throws {
    #expect(try bind(SendSMS.self, ["+358"]).text == nil)
    #expect(try bind(SendSMS.self, ["+358", nil]).text == nil)
    #expect(try bind(SendSMS.self, [], ["to": "a", "text": nil]).text == nil)
  }

  @Test func aMissingArgumentIsNamedInBothSpellings() {
    #expect(
      problem(AskForReview.self)?.description
        == "argument 'deliveryID': missing (by name it is 'deliveryID' or 'delivery_id')")
    #expect(problem(SendSMS.self)?.description == "argument 'to': missing")
  }

  @Test func aMisspelledNameIsRecognized() {
    let error = problem(AskForReview.self, [], ["delivry_id": 7])
    #expect(error?.path == "deliveryID")
    #expect(error?.message.contains("did you mean 'delivery_id'") == true, "\(error as Any)")
    let unknown = problem(SendSMS.self, ["a"], ["txt": "b"])
    #expect(
      unknown?.description == "argument 'txt': unknown; the task takes 2 arguments (to, text). Did you mean 'text'?")
    let surplus = problem(UpdateRates.self, [], ["x": 1])
    #expect(surplus?.description == "argument 'x': unknown; the task takes no arguments")
  }

  @Test func surplusArgumentsAreShown() {
    #expect(
      problem(AskForReview.self, [7, 8])?.description
        == "takes 1 argument (deliveryID), but 2 arguments were given by position; surplus: a whole number 8")
    #expect(problem(UpdateRates.self, [1])?.description.contains("takes no arguments") == true)
  }

  @Test func oneArgumentGivenTwiceIsRefused() {
    let message = "argument 'deliveryID': multiple values: by position and by name"
    #expect(problem(AskForReview.self, [7], ["deliveryID": 8])?.description == message)
    #expect(problem(AskForReview.self, [7], ["delivery_id": 8])?.description == message)
    #expect(
      problem(AskForReview.self, [], ["deliveryID": 7, "delivery_id": 8])?.description
        == "argument 'deliveryID': multiple values: also as 'delivery_id'")
    #expect(problem(AskForReview.self, ["x"], ["deliveryID": 8])?.message.hasPrefix("multiple") == true)
  }

  @Test func aWrongTypeIsShownWithItsPath() {
    #expect(
      problem(AskForReview.self, ["seven"])?.description
        == #"argument 'deliveryID': expected a whole number, found a string "seven""#)
    #expect(problem(AskForReview.self, [], ["delivery_id": nil])?.path == "deliveryID")
    #expect(problem(SendSMS.self, ["a", 5])?.path == "text")
  }

  @Test func everythingATaskCanHoldArrives() throws {
    let task = Report(
      lines: [.init(title: "a", amount: 2, price: 3), .init(title: "b", price: 1)], format: .html,
      period: .days(from: 1, to: 2), since: Date(timeIntervalSince1970: 1_930_453_567.089), logo: Data([1]),
      link: try #require(URL(string: "https://example.test/")), key: UUID(), weights: ["x": 0.5], steps: [3: "c"])
    let arguments = try ArgumentCoding.encode(task)
    #expect(arguments.positional.isEmpty)
    #expect(
      arguments.keywords.keys == [
        "lines", "format", "period", "since", "logo", "link", "key", "weights", "steps", "pause",
      ])
    let again = try ArgumentCoding.decode(Report.self, from: arguments)
    #expect(try ArgumentCoding.encode(again) == arguments)
    #expect(again.lines == task.lines && again.period == task.period && again.since == task.since)
  }

  @Test func nestedNamesMayBeInSnakeCaseToo() throws {
    struct Nested: RequestAwareTask {
      static let name: TaskName = "nested"
      struct Inner: Codable, Sendable { var firstName: String }
      var inner: Inner
      func run(_ request: TaskRequest) async throws {}
    }
    #expect(try bind(Nested.self, [["first_name": "Ada"]]).inner.firstName == "Ada")
  }

  @Test func aTaskForPythonIsSentInPythonsSpelling() throws {
    let arguments = try ArgumentCoding.encode(Elsewhere(imageURL: "x", maxWidth: 3))
    #expect(arguments.keywords.keys == ["image_url", "max_width"])
    #expect(try ArgumentCoding.encode(AskForReview(deliveryID: 1)).keywords.keys == ["deliveryID"])
  }

  @Test func anArgumentThatIsNotJSONIsRefusedWithItsPath() {
    struct Prices: RequestAwareTask {
      static let name: TaskName = "prices"
      var value: [String: [Double]]
      func run(_ request: TaskRequest) async throws {}
    }
    #expect(throws: ArgumentError(path: "value.items[2]", message: "nan is not JSON")) {
      try ArgumentCoding.encode(Prices(value: ["items": [1, 2, .nan]]))
    }
  }

  @Test func anyBytesAtAllGiveAnErrorAndNeverATrap() throws {
    var generator = SplitMix(seed: 11)
    for _ in 0..<2000 {
      let arguments = TaskArguments(
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in .random(depth: 3, using: &generator) },
        keywords: JSONObject(
          ["lines", "format", "value", "fail", "steps", "to"].shuffled(using: &generator).prefix(2).map {
            ($0, JSONValue.random(depth: 3, using: &generator))
          }))
      _ = try? ArgumentCoding.decode(Report.self, from: arguments)
      _ = try? ArgumentCoding.decode(Insert.self, from: arguments)
      _ = try? ArgumentCoding.decode(CleanUp.self, from: arguments)
    }
  }
}

extension JSONValue {
  fileprivate static func random(depth: Int, using generator: inout SplitMix) -> JSONValue {
    switch UInt8.random(in: 0..<(depth > 0 ? 9 : 7), using: &generator) {
    case 0: .null
    case 1: .bool(.random(using: &generator))
    case 2: .integer(Int64(bitPattern: generator.next()))
    case 3: .double(Double(bitPattern: generator.next()))
    case 4: .string(["", "pdf", "2031-03-04", "x"].randomElement(using: &generator) ?? "")
    case 5: .bigInteger("99999999999999999999999")
    case 6: ["__type__": "decimal", "__value__": "1"]
    case 7: .array((0..<2).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      .object(
        JSONObject(["title", "price", "0", "__type__"].map { ($0, random(depth: depth - 1, using: &generator)) }))
    }
  }
}
