import CommandTasks
import Synchronization
import TaskModel
import Testing

@Suite struct ProgressTests {
  private func progress(_ command: Command) async throws -> (states: [JSONValue], result: JSONValue) {
    let states = Mutex<[JSONValue]>([])
    let context = RunContext(
      message: TaskMessage(id: "id-1", task: "test"), deliveryCount: 1, node: "n", startedAt: .epoch,
      publishState: { state, meta in states.withLock { $0.append([.string(state.rawValue), meta]) } })
    let result = try await command.task().bind(TaskArguments()).run(context)
    return (states.withLock { $0 }, result)
  }

  @Test func aLineOfACommandSaysHowFarItHasCome() async throws {
    let script = "echo '::progress 1/2 first'; echo said; echo '::progress 100%' >&2; echo '::progress soon'"
    let (states, result) = try await progress(Command.shell(script))
    let first: JSONValue = ["PROGRESS", ["current": 1, "total": 2, "message": "first"]]
    #expect(
      states.count == 2 && states.contains(first) && states.contains(["PROGRESS", ["current": 1.0, "total": 1]]))
    // What says nothing else is no output; what only looks like it is.
    #expect(result["lines"] == ["said", "::progress soon"])
  }

  @Test func whereStdoutIsTheResultNothingIsReadIntoIt() async throws {
    let (states, result) = try await progress(
      Command.shell("echo '::progress 0.5'; echo '::progress 0.25' >&2", result: .text))
    #expect(states == [["PROGRESS", ["current": 0.25, "total": 1]]])
    #expect(result.stringValue?.contains("::progress 0.5") == true)
  }

  @Test(arguments: [
    ("{site}", #"{"site":"a"}"#, "a"), ("{0}-{n}", #"{"n":7}"#, "first-7"), ("x{{y}}", "{}", "x{y}"),
    ("{gone}", "{}", ""), ("{nothing}", #"{"nothing":null}"#, ""), ("{list}", #"{"list":[1,2]}"#, "[1,2]"),
  ])
  func aKeyIsFilledWithArguments(template: String, keywords: String, expected: String) throws {
    let arguments = TaskArguments(["first"], keywords: try #require(try JSONParser.parse(keywords).objectValue))
    #expect(try KeyTemplate(template).filled(with: arguments) == expected)
  }

  @Test(arguments: ["{", "}", "{a b}", "{}"]) func aKeyWithBadPlacesIsRefused(template: String) {
    #expect(throws: CommandProblem.self) { try KeyTemplate(template) }
  }

  @Test func theKeysOfACommandBeginWithItsName() throws {
    let command = Command("echo") {
      $0.uniqueKey = try? KeyTemplate("{site}")
      $0.concurrencyKey = try? KeyTemplate("{host}")
    }
    let bound = try command.task().bind(TaskArguments(keywords: ["site": "shop", "host": "db1"]))
    #expect(bound.uniqueKey == "test:shop" && bound.concurrencyKey == "test:db1")
    let plain = try Command("echo").task().bind(TaskArguments())
    #expect(plain.uniqueKey == nil && plain.concurrencyKey == nil)
  }
}
