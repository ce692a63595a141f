package import TaskModel

/// Runs a Swift task: binds the arguments to its properties, makes the request, encodes what it returns.
///
/// How the body is called is given from outside, so that kinds of tasks (request-aware, transactional) share all of it.
package struct SwiftTaskHandler<Definition: TaskDefinition>: TaskHandler {
  /// One run: the task with its arguments, in which run, and how its output becomes the result.
  package typealias Body = @Sendable (Definition, RunContext, ResultCoding<Definition.Output>) async throws -> JSONValue

  package let name = Definition.name
  package let aliases = Definition.aliases
  package let options = TaskOptions(of: Definition.self)
  private let body: Body
  private let result: ResultCoding<Definition.Output>

  /// Throws when the task's `Output` cannot be stored.
  package init(body: @escaping Body) throws(RegistrationError) {
    guard let result = ResultCoding(Definition.Output.self) else {
      throw RegistrationError([
        "\(Definition.typeName) (task '\(Definition.name)') returns \(Definition.Output.self), "
          + "which cannot be stored as a result: it must be Encodable or Void"
      ])
    }
    self.body = body
    self.result = result
  }

  package var origin: String { "Swift type \(Definition.typeName)" }

  package func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask {
    SwiftBoundTask(
      task: try ArgumentCoding.decode(Definition.self, from: arguments), body: body, result: result)
  }
}

/// One call of a Swift task.
private struct SwiftBoundTask<Definition: TaskDefinition>: BoundTask {
  let task: Definition
  let body: SwiftTaskHandler<Definition>.Body
  let result: ResultCoding<Definition.Output>

  /// The arguments as they would be sent from here, however they came. Encoding what was decoded does not fail but for types
  /// that are odd on purpose.
  var uniqueKey: String? { (try? ArgumentCoding.encode(task)).map(task.uniqueLimitKey) }
  var concurrencyKey: String? { task.concurrencyLimitKey }

  /// A run that is drained inside of a transaction's block is in no block but its own.
  func run(_ run: RunContext) async throws -> JSONValue {
    if AmbientOutbox.current == nil { return try await watched(run) }
    return try await AmbientOutbox.$current.withValue(nil) { try await watched(run) }
  }

  /// What the code leaves open of transactions does not outlive it.
  private func watched(_ run: RunContext) async throws -> JSONValue {
    let watch = LeakWatch()
    let outcome = await LeakWatch.$current.withValue(watch) { () async -> Result<JSONValue, any Error> in
      do { return .success(try await body(task, run, result)) } catch { return .failure(error) }
    }
    for place in await watch.endAll() { run.note(.leakedTransaction(database: place)) }
    return try outcome.get()
  }
}
