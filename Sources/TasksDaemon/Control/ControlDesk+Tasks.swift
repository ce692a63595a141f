import ControlAPI
import TaskModel
import Tasks

extension ControlDesk {
  func send(_ call: JSONObject) async throws(ControlProblem) -> JSONValue {
    let message = try TaskCall(call).message(known: parts.registry, factory: parts.messages)
    let refused = try await store { store throws(BackendError) in try await store.enqueue([message]) }
    return .object(TaskCall.answer(message, refused: refused))
  }

  func result(of id: TaskID, waiting: Duration?) async throws(ControlProblem) -> JSONValue {
    let deadline = waiting.map { parts.timer.now + $0 }
    return try await ResultWait(store: parts.backend, timer: parts.timer).record(of: id, until: deadline)
  }

  func forget(_ id: TaskID) async throws(ControlProblem) -> JSONValue {
    let existed = try await store { store throws(BackendError) in try await store.forget(id) }
    return ["id": .string(id.rawValue), "forgotten": .bool(existed)]
  }
}
