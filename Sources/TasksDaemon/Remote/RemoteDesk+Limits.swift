import CeleryWire
import TaskModel
import Tasks
import Worker

/// How fast and how long tasks may run.
extension RemoteDesk {
  func rateLimit(_ arguments: JSONObject) throws -> RemoteAnswer {
    let limit: RateLimit?
    switch try CeleryRate.read(arguments["rate_limit"] ?? .null) {
    case .limit(let read): limit = read
    case .wrong(let exception): return .error("Invalid rate limit string: \(exception.repr)")
    }
    guard let name = arguments["task_name"]?.stringValue, let handler = parts.registry[TaskName(name)] else {
      return .error("unknown task")
    }
    try worker().setRateLimit(limit, of: handler.name)
    return .ok(limit == nil ? "rate limit disabled successfully" : "new rate limit set successfully")
  }

  func timeLimit(_ arguments: JSONObject) throws -> RemoteAnswer {
    guard let name = arguments["task_name"]?.stringValue, let handler = parts.registry[TaskName(name)] else {
      return .error("unknown task")
    }
    let limit = TimeLimit(soft: try seconds("soft", arguments), hard: try seconds("hard", arguments))
    try worker().setTimeLimit(limit, of: handler.name)
    return .ok("time limits set successfully")
  }

  private func seconds(_ name: String, _ arguments: JSONObject) throws(PythonException) -> Duration? {
    guard let value = arguments[name], !value.isNull else { return nil }
    let number = value.doubleValue ?? value.stringValue.flatMap { Double($0) }
    guard let number, number.isFinite, number >= 0 else {
      throw PythonException("ValueError", "\(name) is \(value), not a number of seconds from 0 on")
    }
    return Duration(saturatingSeconds: number)
  }
}
