import Canvas
import TaskModel

/// Workflows as tasks of their own. Today's clients send their first tasks instead; a message of an older one, or a callback
/// that is composite, may still ask for it.
extension BuiltInTasks {
  static func launching(_ context: ApplicationContext) -> [BuiltInTask] {
    [
      BuiltInTask("celery.chain") { (arguments) throws(ArgumentError) in
        try launch(
          Signature("celery.chain", TaskArguments(keywords: try parts(["tasks"], of: arguments)), kind: .chain),
          with: arguments.positional, in: context)
      },
      BuiltInTask("celery.group") { (arguments) throws(ArgumentError) in
        let keywords = named(["tasks", "result", "group_id", "partial_args", "add_to_parent"], arguments)
        let tasks = try parts(["tasks"], of: TaskArguments(keywords: keywords))
        var group = Signature("celery.group", TaskArguments(keywords: tasks), kind: .group)
        group.options["task_id"] = keywords["group_id"].flatMap { $0.isNull ? nil : $0 }
        return try launch(group, with: keywords["partial_args"]?.arrayValue ?? [], in: context)
      },
      BuiltInTask("celery.chord") { (arguments) throws(ArgumentError) in
        let keywords = named(["header", "body", "partial_args"], arguments)
        let header = try parts(["header", "body"], of: TaskArguments(keywords: keywords))
        let chord = Signature("celery.chord", TaskArguments(keywords: header), kind: .chord)
        return try launch(chord, with: keywords["partial_args"]?.arrayValue ?? [], in: context)
      },
    ]
  }

  /// By name, also what came by position; the names in their order.
  private static func named(_ names: [String], _ arguments: TaskArguments) -> JSONObject {
    var keywords = arguments.keywords
    for (name, value) in zip(names, arguments.positional) { keywords[name] = value }
    return keywords
  }

  private static func parts(_ names: [String], of arguments: TaskArguments) throws(ArgumentError) -> JSONObject {
    var parts = JSONObject()
    for name in names {
      guard let value = arguments.keywords[name] else { throw ArgumentError(path: name, message: "missing") }
      parts[name] = value
    }
    return parts
  }

  /// Sends it as the run's own. The result is Celery's tuple, by which the workflow's end is known.
  private static func launch(
    _ signature: Signature, with arguments: [JSONValue], in context: ApplicationContext
  ) throws(ArgumentError) -> BuiltInTask.Body {
    let workflow = TaskSignature<JSONValue>(signature, settings: [:])
    // Said at once, and not only when it runs: what cannot be read.
    do throws(SendError) { _ = try context.queue.messages.launch(workflow, with: arguments) } catch {
      throw ArgumentError(path: error.path, message: error.message)
    }
    return { run in
      try await context.queue.sending(from: run).launch(workflow, with: arguments)
    }
  }
}
