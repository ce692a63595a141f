import CeleryWire
import ControlAPI
import Glibc
import TaskConfiguration
import TaskModel
import Worker

/// Tasks that must not run any more. What is revoked is kept in the store, where every node and later lives find it.
extension RemoteDesk {
  /// How long a revocation is remembered: a task that is queued longer is not expected.
  private static let lifetime = ControlDesk.revocationLifetime

  func revoke(_ arguments: JSONObject) throws -> RemoteAnswer {
    let ids = try taskIDs(arguments["task_id"])
    guard arguments["terminate"]?.isTrue ?? false else {
      return flag(ids, answer: "tasks \(PythonString.repr(setOf: ids.map(\.rawValue))) flagged as revoked")
    }
    return try terminate(ids, signal: arguments["signal"])
  }

  func terminate(_ arguments: JSONObject) throws -> RemoteAnswer {
    try terminate(try taskIDs(arguments["task_id"]), signal: arguments["signal"])
  }

  /// Ends those that run here; those that are only reserved will not start.
  private func terminate(_ ids: [TaskID], signal: JSONValue?) throws -> RemoteAnswer {
    try SignalName.check(signal)
    let reserved = parts.worker?.snapshot.reserved.map(\.id) ?? []
    parts.worker?.revoke(ids)
    let running = parts.worker?.terminate(Set(ids)) ?? []
    let known = ids.filter { running.contains($0) || reserved.contains($0) }
    let text = known.isEmpty ? "tasks unknown" : known.map(\.rawValue).joined(separator: ", ")
    return flag(ids, answer: "terminate: \(text)")
  }

  private func flag(_ ids: [TaskID], answer: String) -> RemoteAnswer {
    parts.worker?.revoke(ids)
    let running = Set(parts.worker?.snapshot.active.map(\.message.id) ?? [])
    return .later {
      try await remember(ids)
      try await markRevoked(ids.filter { !running.contains($0) })
      return ["ok": .string(answer)]
    }
  }

  /// Takes over what others have revoked while this node could not hear of it.
  func learnRevocations() async {
    guard let known = try? await revocations() else { return }
    parts.worker?.revoke(known)
  }

  func remember(_ ids: [TaskID]) async throws {
    if ids.isEmpty { return }
    let until = parts.clock.now + Self.lifetime
    try await desk.store { store throws(BackendError) in try await store.revoke(ids, until: until) }
  }

  /// Those of which nothing is known yet get their result at once, so that who waits for it learns of it; whoever runs or
  /// has ended keeps its own.
  private func markRevoked(_ ids: [TaskID]) async throws {
    let options = parts.configuration.options
    guard options.resultBackend != .disabled else { return }
    let now = parts.clock.now
    let expires = options.resultExpires.map { now + $0 }
    try await desk.store { store throws(BackendError) in
      var results: [TaskResult] = []
      for id in ids where Self.mayMark(try await store.result(of: id)?.state) {
        let failure = TaskFailure(type: "TaskRevokedError", message: "revoked", module: "celery.exceptions")
        results.append(TaskResult(id: id, state: .revoked, failure: failure, doneAt: now, expires: expires))
      }
      if !results.isEmpty { try await store.store(results) }
    }
  }

  private static func mayMark(_ state: TaskState?) -> Bool {
    guard let state else { return true }
    return [.pending, .received, .retry, "REJECTED"].contains(state)
  }
}
