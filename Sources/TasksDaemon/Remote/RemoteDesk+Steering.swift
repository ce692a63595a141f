import CeleryWire
import ControlAPI
import TaskModel
import Worker

/// What changes how the node works.
extension RemoteDesk {
  func worker() throws -> Worker {
    guard let worker = parts.worker else { throw PythonException("RuntimeError", "this process runs no tasks") }
    return worker
  }

  func addConsumer(_ arguments: JSONObject) throws -> RemoteAnswer {
    let queue = try queue(arguments)
    try worker().consume(queue)
    return .ok("add consumer \(queue)")
  }

  func cancelConsumer(_ arguments: JSONObject) throws -> RemoteAnswer {
    let queue = try queue(arguments)
    try worker().cancelConsuming(queue)
    return .ok("no longer consuming from \(queue)")
  }

  private func queue(_ arguments: JSONObject) throws(PythonException) -> QueueName {
    guard let name = arguments["queue"]?.stringValue, !name.isEmpty else {
      throw PythonException("TypeError", "queue is \(arguments["queue"] ?? .null), not the name of a queue")
    }
    return QueueName(name)
  }

  func poolGrow(_ arguments: JSONObject) throws -> RemoteAnswer {
    let count = try count(arguments)
    try worker().grow(by: count)
    return .ok("pool will grow")
  }

  func poolShrink(_ arguments: JSONObject) throws -> RemoteAnswer {
    try worker().shrink(by: try count(arguments))
    return .ok("pool will shrink")
  }

  private func count(_ arguments: JSONObject) throws(PythonException) -> Int {
    guard let value = arguments["n"] else { return 1 }
    let number = value.integerValue ?? value.stringValue.flatMap { Int64($0) }
    guard let number, (1...10_000).contains(number) else {
      throw PythonException("ValueError", "n is \(value), not a whole number from 1 to 10000")
    }
    return Int(number)
  }

  func setEvents(_ isEnabled: Bool) -> RemoteAnswer {
    let word = isEnabled ? "enabled" : "disabled"
    let was = parts.hub.remoteEvents.setEnabled(isEnabled)
    return .ok("task events \(was == isEnabled ? "already " : "")\(word)")
  }
}
