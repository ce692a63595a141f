package import TaskModel

/// Runs a Swift task: binds the arguments to its properties, makes the request, encodes what it returns.
///
/// How the body is called is given from outside, so that kinds of tasks (request-aware, transactional) share all of it.
package struct SwiftTaskHandler<Definition: TaskDefinition>: TaskHandler {
  package typealias Body = @Sendable (Definition, TaskRequest) async throws -> Definition.Output

  package let name = Definition.name
  package let aliases = Definition.aliases
  package let options = TaskOptions(of: Definition.self)
  private let context: ApplicationContext
  private let body: Body
  private let result: ResultCoding<Definition.Output>

  /// Throws when the task's `Output` cannot be stored.
  package init(in context: ApplicationContext, body: @escaping Body) throws(RegistrationError) {
    guard let result = ResultCoding(Definition.Output.self) else {
      throw RegistrationError([
        "\(Definition.typeName) (task '\(Definition.name)') returns \(Definition.Output.self), "
          + "which cannot be stored as a result: it must be Encodable or Void"
      ])
    }
    self.context = context
    self.body = body
    self.result = result
  }

  package var origin: String { "Swift type \(Definition.typeName)" }

  package func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask {
    SwiftBoundTask(
      task: try ArgumentCoding.decode(Definition.self, from: arguments), context: context, body: body, result: result)
  }
}

/// One call of a Swift task.
private struct SwiftBoundTask<Definition: TaskDefinition>: BoundTask {
  let task: Definition
  let context: ApplicationContext
  let body: SwiftTaskHandler<Definition>.Body
  let result: ResultCoding<Definition.Output>

  func run(_ run: RunContext) async throws -> JSONValue {
    try result.encode(try await body(task, TaskRequest(run, in: context)))
  }
}
