import TaskModel

/// A handler made of a closure.
struct Probe: TaskHandler {
  let name: TaskName
  var aliases: [TaskName] = []
  var options = TaskOptions()
  var origin: String { "a test" }
  var refuses: String?
  let body: @Sendable (RunContext) async throws -> JSONValue

  init(
    _ name: TaskName, options: TaskOptions = TaskOptions(), refuses: String? = nil,
    body: @escaping @Sendable (RunContext) async throws -> JSONValue = { _ in .null }
  ) {
    self.name = name
    self.options = options
    self.refuses = refuses
    self.body = body
  }

  func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask {
    if let refuses { throw ArgumentError(path: refuses, message: "does not fit") }
    return Bound(body: body)
  }

  private struct Bound: BoundTask {
    let body: @Sendable (RunContext) async throws -> JSONValue
    func run(_ context: RunContext) async throws -> JSONValue { try await body(context) }
  }
}
