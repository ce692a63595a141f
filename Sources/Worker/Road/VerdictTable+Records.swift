import Canvas
import Glibc
import TaskModel

/// What is stored about a run.
extension VerdictTable {
  /// Nil for a task whose results nobody wants.
  func result(
    _ state: TaskState, value: JSONValue = .null, failure: TaskFailure? = nil, children: [JSONValue] = []
  ) -> TaskResult? {
    if message.ignoresResult ?? (taskOptions?.ignoresResult == true || options.ignoresResults) { return nil }
    return record(state, value: value, failure: failure, children: children)
  }

  /// The state STARTED, with who runs it, as Celery has it.
  var started: TaskResult? {
    result(.started, value: ["pid": .integer(Int64(getpid())), "hostname": .string(options.node.name)])
  }

  /// A record of this run, whether or not its result is wanted.
  func record(
    _ state: TaskState, value: JSONValue, failure: TaskFailure? = nil, children: [JSONValue] = []
  ) -> TaskResult {
    TaskResult(
      id: message.id, state: state, value: value, failure: failure, task: message.task, queue: message.queue,
      worker: options.node.name, retries: message.retries, startedAt: startedAt, doneAt: now, expires: expires,
      groupID: message.groupID, parentID: message.parentID, children: sent + children,
      arguments: options.storesArguments ? message.arguments : nil)
  }

  private var expires: Timestamp { now + (taskOptions?.resultExpires ?? options.resultExpires) }

  /// For what the task sends, or takes with it.
  var context: LaunchContext {
    LaunchContext(
      now: now, origin: options.node.name, expires: expires,
      queue: { [route = options.route, queue = message.queue] name in route(name) ?? queue })
  }
}
