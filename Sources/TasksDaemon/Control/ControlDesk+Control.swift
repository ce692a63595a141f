import ControlAPI
import TaskModel
import Tasks
import Worker

extension ControlDesk {
  func control(_ command: String, arguments: JSONObject) async throws(ControlProblem) -> JSONValue {
    if let remote = try await askOthers(command, arguments) { return remote }
    switch ControlCommand(rawValue: command) {
    case .revoke: return try await revoke(arguments)
    case .timeLimit: return try timeLimit(arguments)
    case .poolGrow: return try poolGrow(count(arguments))
    case .poolShrink: return try poolShrink(count(arguments))
    case .addConsumer: return try addConsumer(arguments)
    case .cancelConsumer: return try cancelConsumer(arguments)
    case .enableEvents: return setEvents(true)
    case .disableEvents: return setEvents(false)
    case .pause: return try await pause(arguments)
    case .resume: return try await resume(arguments)
    case .logLevel: return try logLevel(arguments)
    case .shutdown:
      parts.shutdown()
      return ok("shutting down: running tasks finish first")
    case .rateLimit: return try rateLimit(arguments)
    case nil: throw ControlProblem(.unknownName, "there is no control command '\(command)'")
    }
  }

  func ok(_ text: String) -> JSONValue { byNode(["ok": .string(text)]) }

  func worker() throws(ControlProblem) -> Worker {
    guard let worker = parts.worker else {
      throw ControlProblem(.refused, "this process runs no tasks (tasksd beat); ask the one that does")
    }
    return worker
  }

  private func count(_ arguments: JSONObject) -> Int { Int(clamping: arguments["n"]?.integerValue ?? 1) }

  /// How long a revocation is remembered: a task that is queued longer is not expected.
  static let revocationLifetime = Duration.days(30)

  private func revoke(_ arguments: JSONObject) async throws(ControlProblem) -> JSONValue {
    let given = arguments["task_id"]
    let ids = (given?.arrayValue?.compactMap(\.stringValue) ?? [given?.stringValue].compactMap(\.self)).map(
      TaskID.init(_:))
    let until = parts.clock.now + Self.revocationLifetime
    try await store { store throws(BackendError) in try await store.revoke(ids, until: until) }
    parts.worker?.revoke(ids)
    let terminates = arguments["terminate"]?.boolValue ?? false
    let terminated = terminates ? parts.worker?.terminate(Set(ids)) ?? [] : []
    // Other nodes may hold or run them.
    await parts.broadcast(
      "revoke", ["task_id": .array(ids.map { .string($0.rawValue) }), "terminate": .bool(terminates), "signal": .null])
    let names = ids.map(\.rawValue).joined(separator: ", ")
    guard terminates else { return ok("tasks \(names) flagged as revoked") }
    return ok("tasks \(names) flagged as revoked, \(terminated.count) running of them told to end")
  }

  private func rateLimit(_ arguments: JSONObject) throws(ControlProblem) -> JSONValue {
    let worker = try worker()
    let name = try taskName(arguments)
    let limit: RateLimit?
    do throws(RateLimit.ParseError) { limit = try RateLimit.parse(arguments["rate_limit"] ?? .null) } catch {
      throw ControlProblem(.invalidArgument, error.description, argument: "rate_limit")
    }
    worker.setRateLimit(limit, of: name)
    return ok(limit == nil ? "rate limit disabled successfully" : "new rate limit set successfully")
  }

  /// Of a task there is, by its own name.
  private func taskName(_ arguments: JSONObject) throws(ControlProblem) -> TaskName {
    let name = TaskName(arguments["task_name"]?.stringValue ?? "")
    if let handler = parts.registry[name] { return handler.name }
    let near = parts.nearestTask(to: name)
    let hint = near.map { "; did you mean \($0)?" } ?? ""
    throw ControlProblem(.unknownTask, "no task is called '\(name)'\(hint)", argument: "task_name", suggestion: near)
  }

  private func timeLimit(_ arguments: JSONObject) throws(ControlProblem) -> JSONValue {
    let worker = try worker()
    let name = try taskName(arguments)
    func limit(_ key: String) -> Duration? { arguments[key]?.doubleValue.map(Duration.init(saturatingSeconds:)) }
    worker.setTimeLimit(TimeLimit(soft: limit("soft"), hard: limit("hard")), of: name)
    return ok("time limits set successfully")
  }

  private func poolGrow(_ count: Int) throws(ControlProblem) -> JSONValue {
    do { try worker().grow(by: count) } catch let error as ControlProblem { throw error } catch {
      throw ControlProblem(.failed, "\(error)")
    }
    return ok("pool will grow")
  }

  private func poolShrink(_ count: Int) throws(ControlProblem) -> JSONValue {
    let gone = try worker().shrink(by: count)
    return ok(gone == count ? "pool will shrink" : "pool shrinks by \(gone): one thread always stays")
  }

  private func addConsumer(_ arguments: JSONObject) throws(ControlProblem) -> JSONValue {
    let queue = QueueName(arguments["queue"]?.stringValue ?? "")
    let worker = try worker()
    if worker.snapshot.queues.contains(queue) { return ok("already consuming from '\(queue)'") }
    worker.consume(queue)
    return ok("add consumer \(queue)")
  }

  private func cancelConsumer(_ arguments: JSONObject) throws(ControlProblem) -> JSONValue {
    let queue = QueueName(arguments["queue"]?.stringValue ?? "")
    let worker = try worker()
    guard worker.snapshot.queues.contains(queue) else {
      throw ControlProblem(.conflict, "this node does not consume from '\(queue)'", argument: "queue")
    }
    worker.cancelConsuming(queue)
    return ok("no longer consuming from \(queue)")
  }

  private func setEvents(_ isEnabled: Bool) -> JSONValue {
    let was = parts.hub.setTaskEvents(isEnabled)
    let word = isEnabled ? "enabled" : "disabled"
    return ok(was == isEnabled ? "task events already \(word)" : "task events \(word)")
  }

  /// Until the daemon ends; a reload leaves it.
  private func logLevel(_ arguments: JSONObject) throws(ControlProblem) -> JSONValue {
    let text = arguments["level"]?.stringValue ?? ""
    guard let level = LogLevelSwitch.level(named: text) else {
      throw ControlProblem(
        .invalidArgument, "there is no log level '\(text)': \(RunOptions.logLevels.joined(separator: ", "))",
        argument: "level", suggestion: nearestName(to: text, among: RunOptions.logLevels))
    }
    LogLevelSwitch.shared.set(level)
    return ok("logs from level \(level.rawValue) on")
  }

  func purge(_ queues: [QueueName]?) async throws(ControlProblem) -> JSONValue {
    .object(PurgeRecord.make(try await store { store throws(BackendError) in try await store.purge(queues) }))
  }
}
