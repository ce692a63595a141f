import TaskModel

/// A task that does what the test says.
struct TestTask: TaskHandler {
  let name: TaskName
  var aliases: [TaskName] = []
  var options = TaskOptions()
  let origin = "a test"
  var body: @Sendable (RunContext) async throws -> JSONValue

  init(
    _ name: TaskName, options: TaskOptions = TaskOptions(),
    _ body: @escaping @Sendable (RunContext) async throws -> JSONValue = { _ in .null }
  ) {
    self.name = name
    self.options = options
    self.body = body
  }

  func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask { Bound(body: body) }

  private struct Bound: BoundTask {
    let body: @Sendable (RunContext) async throws -> JSONValue
    func run(_ context: RunContext) async throws -> JSONValue { try await body(context) }
  }
}
