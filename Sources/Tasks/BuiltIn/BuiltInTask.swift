import TaskModel

/// A task that every worker has, as Celery's do: under its name, unless the application has one of that name itself.
struct BuiltInTask: TaskHandler {
  typealias Body = @Sendable (RunContext) async throws -> JSONValue

  let name: TaskName
  let aliases: [TaskName] = []
  let options: TaskOptions
  private let prepare: @Sendable (TaskArguments) throws(ArgumentError) -> Body

  /// - Parameter prepare: holds the arguments against what the task takes; what it returns does the work.
  init(
    _ name: TaskName, options: TaskOptions = TaskOptions(),
    prepare: @escaping @Sendable (TaskArguments) throws(ArgumentError) -> Body
  ) {
    self.name = name
    self.options = options
    self.prepare = prepare
  }

  var origin: String { "built into tasksd" }

  func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask {
    BuiltInCall(body: try prepare(arguments))
  }
}

/// One call of a built-in task.
private struct BuiltInCall: BoundTask {
  let body: BuiltInTask.Body

  func run(_ context: RunContext) async throws -> JSONValue { try await body(context) }
}
