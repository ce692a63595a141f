import ControlAPI
import Glibc
import TaskModel
import Tasks
import Worker

extension ControlDesk {
  private func limited<Element>(_ elements: [Element], _ parameters: JSONObject) -> ArraySlice<Element> {
    elements.prefix(Int(clamping: parameters["limit"]?.integerValue ?? 10_000))
  }

  func active(_ parameters: JSONObject) -> [JSONValue] {
    guard let snapshot = parts.worker?.snapshot else { return [] }
    return limited(snapshot.active.sorted { $0.startedAt < $1.startedAt }, parameters).map { .object(request($0)) }
  }

  func reserved(_ parameters: JSONObject) -> [JSONValue] {
    limited(parts.worker?.snapshot.reserved ?? [], parameters).map { .object(request($0)) }
  }

  /// What waits for its time, in Celery's shape. The deferred set belongs to the store, so it is one for all nodes.
  func scheduled(_ parameters: JSONObject) async throws(ControlProblem) -> [JSONValue] {
    let limit = Int(clamping: parameters["limit"]?.integerValue ?? 1000)
    return try await store { store throws(BackendError) in try await store.deferredMessages(limit: limit) }.map {
      ["eta": JSONValue($0.eta?.iso8601), "priority": 6, "request": .object(request($0))]
    }
  }

  private func request(_ run: WorkerSnapshot.Active) -> JSONObject {
    var object = request(run.message, deliveryCount: run.deliveryCount)
    object["time_start"] = .double(run.startedAt.seconds)
    object["acknowledged"] = .bool(run.acknowledged)
    if let state = run.state { object["state"] = .string(state.rawValue) }
    if !run.meta.isNull { object["meta"] = run.meta }
    object["worker_pid"] = .integer(Int64(getpid()))
    return object
  }

  /// Celery's `Request.info()` (celery/worker/request.py).
  func request(_ message: TaskMessage, deliveryCount: Int = 1) -> JSONObject {
    [
      "id": .string(message.id.rawValue), "name": .string(message.task.rawValue),
      "args": .array(message.arguments.positional), "kwargs": .object(message.arguments.keywords),
      "type": .string(message.task.rawValue), "hostname": .string(node), "time_start": .null, "acknowledged": false,
      "delivery_info": [
        "exchange": "", "routing_key": .string(message.queue.rawValue),
        "priority": .integer(Int64(message.priority.level)), "redelivered": .bool(deliveryCount > 1),
      ],
      "worker_pid": .null, "retries": .integer(Int64(message.retries)),
    ]
  }

  /// By queue: what waits and since when the oldest does, what is deferred, what is in flight, how many of it this node
  /// takes a second, and since when it is paused.
  func queues() async throws(ControlProblem) -> JSONObject {
    let consumed = parts.worker?.snapshot.queues ?? []
    let (statistics, pauses) = try await store { store throws(BackendError) in
      (try await store.queueStatistics(of: consumed), try await store.pauses())
    }
    let since = Dictionary(pauses.map { ($0.subject, $0.since) }, uniquingKeysWith: { first, _ in first })
    let now = parts.clock.now
    let taken = parts.hub.statistics.snapshot.taken
    return JSONObject(
      statistics.map { queue in
        (
          queue.queue.rawValue,
          [
            "waiting": .integer(Int64(queue.waiting)), "deferred": .integer(Int64(queue.deferred)),
            "in_flight": .integer(Int64(queue.inFlight)),
            "oldest_age": queue.oldestReadyAt.map { .double(max(0, (now - $0).inSeconds)) } ?? .null,
            "consumed": .bool(consumed.contains(queue.queue)),
            "rate": .double(taken.perSecond(of: queue.queue, at: now, since: parts.startedAt)),
            "paused_since": JSONValue(since[.queue(queue.queue)]?.iso8601),
          ]
        )
      })
  }

  /// Celery's `query_task`: id → [where, request]. Also what waits in the queues, which Celery does not know.
  func queryTask(_ parameters: JSONObject) async throws(ControlProblem) -> JSONObject {
    let ids = (parameters["id"]?.arrayValue ?? []).compactMap(\.stringValue).map(TaskID.init(_:))
    let snapshot = parts.worker?.snapshot
    let located = try await store { store throws(BackendError) in try await store.locate(ids) }
    var reply = JSONObject()
    for entry in located {
      var place = entry.place == .deferred ? "scheduled" : entry.place.rawValue
      var object = request(entry.message)
      if let run = snapshot?.active.first(where: { $0.message.id == entry.message.id }) {
        (place, object) = ("active", request(run))
      } else if snapshot?.reserved.contains(where: { $0.id == entry.message.id }) == true {
        place = "reserved"
      }
      if let holder = entry.node { object["hostname"] = .string(holder) }
      reply[entry.message.id.rawValue] = [.string(place), .object(object)]
    }
    return reply
  }
}
