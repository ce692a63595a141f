import CeleryWire
import ControlAPI
import TaskModel
import Worker

/// What runs, waits and is known.
extension RemoteDesk {
  /// How many deferred messages one answer shows.
  private static let scheduledLimit = 1000

  func active(_ arguments: JSONObject) -> RemoteAnswer {
    let isSafe = arguments["safe"]?.isTrue ?? false
    return .value(.array(desk.active([:]).map { info($0, isSafe: isSafe) }))
  }

  func reserved() -> RemoteAnswer {
    let ready = (parts.worker?.snapshot.reserved ?? []).filter { !isAhead($0) }
    return .value(.array(ready.map { info(.object(desk.request($0))) }))
  }

  /// What waits for its time in this node's queues. The store keeps it for all nodes, so each of them shows the same; what
  /// has just been taken in and is not due is on its way there.
  func scheduled() -> RemoteAnswer {
    let taken = (parts.worker?.snapshot.reserved ?? []).filter(isAhead)
    return .later {
      let queues = parts.worker?.snapshot.queues ?? []
      let deferred = try await desk.store { store throws(BackendError) in
        try await store.deferredMessages(limit: Self.scheduledLimit)
      }
      return .array(
        (taken + deferred.filter { queues.contains($0.queue) }).map { message in
          ["eta": JSONValue(message.eta?.iso8601), "priority": 6, "request": info(.object(desk.request(message)))]
        })
    }
  }

  private func isAhead(_ message: TaskMessage) -> Bool { message.eta.map { $0 > parts.clock.now } ?? false }

  func revoked() -> RemoteAnswer {
    .later { .array(try await revocations().map { .string($0.rawValue) }) }
  }

  func revocations() async throws -> [TaskID] {
    try await desk.store { store throws(BackendError) in try await store.revocations() }
  }

  /// By id, where it stands here: active and reserved tasks of this node, and deferred ones of its queues.
  func queryTask(_ arguments: JSONObject) throws -> RemoteAnswer {
    let ids = try taskIDs(arguments["ids"])
    let snapshot = parts.worker?.snapshot
    let queues = snapshot?.queues ?? []
    let ahead = Set((snapshot?.reserved ?? []).filter(isAhead).map(\.id.rawValue))
    return .later {
      var reply = JSONObject()
      for (id, entry) in try await desk.queryTask(["id": .array(ids.map { .string($0.rawValue) })]) {
        guard let pair = entry.arrayValue, pair.count == 2, let state = pair[0].stringValue,
          ["active", "reserved", "scheduled"].contains(state)
        else { continue }
        let queue = pair[1]["delivery_info"]?["routing_key"]?.stringValue ?? ""
        if state == "scheduled" && !queues.contains(QueueName(queue)) { continue }
        reply[id] = [.string(state == "reserved" && ahead.contains(id) ? "scheduled" : state), info(pair[1])]
      }
      return .object(reply)
    }
  }

  /// Celery's request: without our own members, and with the arguments as text where that is asked for.
  private func info(_ request: JSONValue, isSafe: Bool = false) -> JSONValue {
    guard var object = request.objectValue else { return request }
    object["retries"] = nil
    if isSafe {
      object["args"] = .string(PythonRepr.arguments(object["args"]?.arrayValue ?? []))
      object["kwargs"] = .string(PythonRepr.keywords(object["kwargs"]?.objectValue ?? [:]))
    }
    return .object(object)
  }

  /// One id or several.
  func taskIDs(_ value: JSONValue?) throws(PythonException) -> [TaskID] {
    guard let value, value.isTrue else { return [] }
    if let id = value.stringValue { return [TaskID(id)] }
    guard let elements = value.arrayValue else {
      throw PythonException("TypeError", "task ids are a text or an array of texts, not \(value.kind)")
    }
    var ids: [TaskID] = []
    for element in elements {
      guard let id = element.stringValue else {
        throw PythonException("TypeError", "a task id is a text, not \(element.kind)")
      }
      if !ids.contains(TaskID(id)) { ids.append(TaskID(id)) }
    }
    return ids
  }
}
