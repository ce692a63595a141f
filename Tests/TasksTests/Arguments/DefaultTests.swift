import FoundationEssentials
import Testing

@testable import Tasks

@Suite("Defaults stand in for missing arguments")
struct DefaultTests {
  private func bind<Definition: TaskDefinition>(
    _ type: Definition.Type, _ args: [JSONValue] = [], _ kwargs: JSONObject = [:]
  ) throws -> Definition {
    try ArgumentCoding.decode(type, from: TaskArguments(args, keywords: kwargs))
  }

  struct Many: RequestAwareTask, Equatable {
    static let name: TaskName = "many"
    var value: Int
    @Default var first = 1
    @Default var second = 2
    var note: String?
    @Default var third = 3
    @Default var text = "x"
    @Default var limit: Int? = 10
    @Default var names: [String] = ["a"]
    func run(_ request: TaskRequest) async throws {}
  }

  @Test func oneDefaultIsUsedWhenTheArgumentIsMissing() throws {
    #expect(try bind(Insert.self, [7]).fail == false)
    #expect(try bind(Insert.self, [7, true]).fail == true)
    #expect(try bind(Insert.self, [7], ["fail": true]).fail == true)
  }

  @Test func everySubsetOfArgumentsGetsTheRightDefaults() throws {
    let names = ["first", "second", "third"]
    for mask in 0..<8 {
      let given = names.enumerated().filter { mask & (1 << $0.offset) != 0 }.map(\.element)
      let task = try bind(Many.self, [0], JSONObject(given.map { ($0, 100) }))
      #expect(task.first == (given.contains("first") ? 100 : 1))
      #expect(task.second == (given.contains("second") ? 100 : 2))
      #expect(task.third == (given.contains("third") ? 100 : 3))
      #expect(task.text == "x" && task.limit == 10 && task.names == ["a"])
    }
  }

  @Test func positionalArgumentsFillTheFirstProperties() throws {
    let task = try bind(Many.self, [0, 11, 12])
    #expect(task == Many(value: 0, first: 11, second: 12))
    #expect(try bind(Many.self, [0, 11, 12, "note", 13, "y", 4, []]).names == [])
  }

  @Test func nullIsAValueAndNotAMissingOne() throws {
    #expect(try bind(Many.self, [0], ["limit": nil]).limit == nil)
    #expect(throws: ArgumentError.self) { try bind(Many.self, [0], ["first": nil]) }
  }

  @Test func aWrongTypeIsStillAnError() {
    #expect(throws: ArgumentError(path: "first", message: #"expected a whole number, found a string "x""#)) {
      try bind(Many.self, [0, "x"])
    }
    #expect(throws: ArgumentError(path: "value", message: "missing")) { try bind(Many.self) }
  }

  struct Reordered: RequestAwareTask, Equatable {
    static let name: TaskName = "reordered"
    @Default var a = 1
    @Default var b = 2
    var x: Int
    @Default var c = "c"
    @Default var d = 4
    enum CodingKeys: String, CodingKey { case d = "delta", x, c, b, a = "alpha" }
    func run(_ request: TaskRequest) async throws {}
  }

  @Test func codingKeysMayRenameAndReorderTheProperties() throws {
    #expect(try bind(Reordered.self, [], ["x": 0]) == Reordered(x: 0))
    #expect(try bind(Reordered.self, [], ["x": 0, "alpha": 9]) == Reordered(a: 9, x: 0))
    #expect(try bind(Reordered.self, [], ["x": 0, "b": 9]) == Reordered(b: 9, x: 0))
    #expect(try bind(Reordered.self, [40, 0]) == Reordered(x: 0, d: 40))
  }

  struct Options: Codable, Sendable, Equatable {
    @Default var a = 7
    @Default var b = 8
  }

  struct WithOptions: RequestAwareTask, Equatable {
    static let name: TaskName = "with_options"
    var options = Options()
    @Default var count = 1
    @Default var size = 2
    func run(_ request: TaskRequest) async throws {}
  }

  @Test func defaultsMadeByOtherTypesDoNotInterfere() throws {
    let task = try bind(WithOptions.self, [["a": 5]])
    #expect(task.options.a == 5 && task.options.b == 8)
    #expect(task.count == 1 && task.size == 2)
  }

  struct OnlyOne: RequestAwareTask {
    static let name: TaskName = "only_one"
    var options = Options()
    @Default var count = 1
    func run(_ request: TaskRequest) async throws {}
  }

  @Test func defaultsMadeByOtherTypesDoNotInterfereWithASingleOne() throws {
    #expect(try bind(OnlyOne.self, [["b": 5, "a": 6]]).count == 1)
    #expect(try bind(OnlyOne.self, [[:]]).options == Options())
  }

  struct Mixed: RequestAwareTask {
    static let name: TaskName = "mixed"
    @Default var required: Int
    @Default var optional = 5
    func run(_ request: TaskRequest) async throws {}
  }

  @Test func aPropertyMarkedButWithoutAValueIsRequired() throws {
    #expect(try bind(Mixed.self, [1, 2]).optional == 2)
    #expect(throws: ArgumentError.self) { try bind(Mixed.self, []) }
  }

  @Test func nestedValuesHaveDefaultsToo() throws {
    let lines = try ValueCoding.decode(
      [Report.Line].self, from: [["title": "a", "price": 1], ["title": "b", "price": 2, "amount": 9]])
    #expect(lines.map(\.amount) == [1, 9])
  }

  final class Counter: Codable {
    @Default var from = 1
    var to: Int
    init(to: Int) { self.to = to }
  }

  @Test func classesHaveDefaultsToo() throws {
    #expect(try ValueCoding.decode(Counter.self, from: ["to": 5]).from == 1)
  }

  struct Fresh: RequestAwareTask {
    static let name: TaskName = "fresh"
    @Default var key = UUID()
    func run(_ request: TaskRequest) async throws {}
  }

  @Test func aDefaultIsMadeAnewForEachCall() throws {
    #expect(try bind(Fresh.self).key != bind(Fresh.self).key)
  }

  @Test func manyThreadsBindAtOnce() async throws {
    try await withThrowingTaskGroup { group in
      for number in 0..<200 {
        group.addTask {
          let task = try self.bind(Many.self, [.integer(Int64(number))], ["second": .integer(Int64(number))])
          #expect(task == Many(value: number, second: number))
          #expect(try self.bind(Reordered.self, [], ["x": 0]) == Reordered(x: 0))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aTaskAllOfWhosePropertiesHaveDefaultsNeedsNoMarks() throws {
    let none = try bind(CleanUp.self)
    #expect(none.days == 30 && none.dryRun == false && none.label == "old")
    let some = try bind(CleanUp.self, [7], ["dry_run": true, "label": nil])
    #expect(some.days == 7 && some.dryRun == true && some.label == nil)
    #expect(throws: ArgumentError.self) { try bind(CleanUp.self, [], ["dryrun": true]) }
  }

  @Test func aMarkedPropertyIsEncodedAsItsValue() throws {
    #expect(try ArgumentCoding.encode(Insert(value: 1)).keywords == ["value": 1, "fail": false])
    #expect(try ArgumentCoding.encode(Insert(value: 1, fail: true)).keywords == ["value": 1, "fail": true])
    #expect(Set([Default(wrappedValue: 1), Default(wrappedValue: 1)]).count == 1)
  }
}
