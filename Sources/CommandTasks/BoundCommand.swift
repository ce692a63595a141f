import Logging
import TaskModel

/// A command with the argv of one call.
struct BoundCommand: BoundTask {
  let task: CommandTask
  let argv: [String]
  let arguments: TaskArguments

  var uniqueKey: String? {
    task.specification.uniqueKey.map { LimitKey.of(task.name, $0.filled(with: arguments)) }
  }

  var concurrencyKey: String? {
    task.specification.concurrencyKey.map { LimitKey.of(task.name, $0.filled(with: arguments)) }
  }

  /// Returns or throws when the process group is gone. Cancelling the Swift task stops the command; see
  /// ``GroupSupervision`` for how.
  func run(_ context: RunContext) async throws -> JSONValue {
    try Task.checkCancellation()
    do {
      let report = try await finish(plan(context), logger(context)) { step in
        context.publishState(TaskProgress.state, step.meta)
      }
      return try CommandVerdict(mode: task.specification.result, hardLimit: hardLimit(context)).value(report)
    } catch let problem as CommandProblem {
      throw TaskFailure(type: "CommandNotStarted", message: problem.description)
    }
  }

  private func plan(_ context: RunContext) throws(CommandProblem) -> RunPlan {
    let message = context.message
    var line = JSONWriter(reservingCapacity: 512)
    line.write(object: [
      "id": .string(message.id.rawValue), "task": .string(message.task.rawValue),
      "args": .array(message.arguments.positional), "kwargs": .object(message.arguments.keywords),
      "retries": .integer(Int64(message.retries)),
    ])
    return RunPlan(
      launch: try task.launch(argv), message: line.bytes + [0x0A], hardLimit: hardLimit(context),
      killGrace: task.specification.killGrace)
  }

  private func hardLimit(_ context: RunContext) -> Duration? {
    context.timeLimit.completed(by: task.options.timeLimit).hard
  }

  private func logger(_ context: RunContext) -> Logger {
    var logger = task.logger
    logger[metadataKey: "task_id"] = .string(context.message.id.rawValue)
    logger[metadataKey: "task_name"] = .string(task.name.rawValue)
    return logger
  }

  private func finish(
    _ plan: RunPlan, _ logger: Logger, progress: @escaping @Sendable (TaskProgress) -> Void
  ) async throws -> RunReport {
    let stop = try StopSwitch()
    defer { stop.close() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let run: @Sendable () -> Void = { [task] in
          let output = CommandOutput(
            logger: logger, mode: task.specification.result, keeping: task.specification.outputLines, progress: progress
          )
          continuation.resume(
            with: Result { try CommandRun(plan, stop: stop, output: output, logger: logger).toTheEnd() })
        }
        do { try RunThread.start(run) } catch { continuation.resume(throwing: error) }
      }
    } onCancel: {
      stop.turn()
    }
  }
}
