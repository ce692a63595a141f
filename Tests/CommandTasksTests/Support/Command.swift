import CommandTasks
import Glibc
import Logging
import TaskModel

/// A command task with what a test wants to know of it.
struct Command: Sendable {
  var specification: CommandSpecification
  var environment = CommandEnvironment()
  var log = LogCollector()

  init(
    _ words: String..., result: CommandResultMode = .status, configure: (inout CommandSpecification) -> Void = { _ in }
  ) {
    specification = CommandSpecification(name: "test", words: words, result: result)
    configure(&specification)
  }

  static func shell(
    _ script: String, result: CommandResultMode = .status, configure: (inout CommandSpecification) -> Void = { _ in }
  ) -> Command {
    Command("/bin/sh", "-c", script, result: result, configure: configure)
  }

  func task() throws -> CommandTask {
    try CommandTask(specification, environment: environment, logger: log.logger)
  }

  func run(
    _ positional: [JSONValue] = [], keywords: JSONObject = [:], limit: TimeLimit = TimeLimit()
  ) async throws -> JSONValue {
    let arguments = TaskArguments(positional, keywords: keywords)
    let message = TaskMessage(id: "id-1", task: "test", arguments: arguments, retries: 2)
    let context = RunContext(
      message: message, deliveryCount: 1, node: "celery@test", startedAt: .epoch, timeLimit: limit)
    return try await task().bind(arguments).run(context)
  }

  /// Runs it and returns how it failed.
  func failure(limit: TimeLimit = TimeLimit()) async throws -> TaskFailure? {
    do {
      _ = try await run(limit: limit)
      return nil
    } catch let failure as TaskFailure {
      return failure
    }
  }
}

/// Whether a process is there and not a zombie.
func isAlive(_ pid: pid_t) -> Bool {
  guard let file = fopen("/proc/\(pid)/stat", "re") else { return false }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 512)
  let count = fread(&bytes, 1, bytes.count, file)
  let text = String(decoding: bytes.prefix(count), as: UTF8.self)
  guard let end = text.lastIndex(of: ")") else { return false }
  return !text[end...].dropFirst(2).hasPrefix("Z")
}
