import ControlAPI
import TaskModel

/// Reads a task's result record, and waits for it to become final, by event.
struct ResultWait {
  let store: any ResultStore
  let timer: any WallClock

  /// The record as JSON, `PENDING` for an id of which nothing is known. With a deadline it returns once the state is
  /// final, and at the latest then.
  func record(of id: TaskID, until deadline: Timestamp?) async throws(ControlProblem) -> JSONValue {
    do throws(BackendError) {
      guard let deadline else { return .object(ResultRecord.make(try await store.result(of: id), id)) }
      let changes = store.changes(of: id)
      var result = try await store.result(of: id)
      guard result?.state.isFinal != true else { return .object(ResultRecord.make(result, id)) }
      let store = store
      // Ends the stream at the deadline; cancelled with the wait.
      let (ticks, continuation) = AsyncStream<Void>.makeStream()
      let listening = Task { for await _ in changes { continuation.yield() } }
      let alarm = Task { [timer] in
        try? await timer.sleep(until: deadline)
        continuation.finish()
      }
      defer {
        listening.cancel()
        alarm.cancel()
      }
      for await _ in ticks {
        result = try await store.result(of: id)
        if result?.state.isFinal == true { break }
      }
      return .object(ResultRecord.make(result, id))
    } catch {
      throw ControlProblem(error.isTransient ? .unavailable : .failed, error.description)
    }
  }
}

/// A result as the control socket and `tasksd result` show it.
enum ResultRecord {
  static func make(_ result: TaskResult?, _ id: TaskID) -> JSONObject {
    guard let result else {
      return ["id": .string(id.rawValue), "state": .string(TaskState.pending.rawValue)]
    }
    var record: JSONObject = [
      "id": .string(id.rawValue), "state": .string(result.state.rawValue), "result": result.value,
    ]
    if let failure = result.failure {
      record["failure"] = [
        "type": .string(failure.type), "message": .string(failure.message), "details": JSONValue(failure.details),
      ]
    }
    if let task = result.task { record["task"] = .string(task.rawValue) }
    if let queue = result.queue { record["queue"] = .string(queue.rawValue) }
    if let worker = result.worker { record["worker"] = .string(worker) }
    record["retries"] = .integer(Int64(result.retries))
    if let startedAt = result.startedAt { record["started_at"] = .string(startedAt.iso8601) }
    record["done_at"] = .string(result.doneAt.iso8601)
    if let expires = result.expires { record["expires"] = .string(expires.iso8601) }
    return record
  }
}
