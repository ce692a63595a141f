import TaskModel

/// The answers of `inspect` as tables for people.
struct InspectView {
  let what: String

  func text(_ answer: JSONValue) -> String {
    switch what {
    case "ping": return "  " + (answer["ok"]?.stringValue ?? answer.description)
    case "active", "reserved": return requests(answer.arrayValue ?? [])
    case "scheduled": return scheduled(answer.arrayValue ?? [])
    case "registered", "revoked": return list(answer.arrayValue ?? [])
    case "queues": return queues(answer.objectValue ?? JSONObject())
    case "schedule": return schedule(answer)
    case "dead": return dead(answer)
    case "query_task": return located(answer.objectValue ?? JSONObject())
    default: return Self.indented(answer)
    }
  }

  private func list(_ elements: [JSONValue]) -> String {
    elements.isEmpty ? "  none" : elements.map { "  \($0.stringValue ?? $0.description)" }.joined(separator: "\n")
  }

  private func requests(_ elements: [JSONValue]) -> String {
    var table = Table(["ID", "TASK", "STARTED", "RETRIES", "STATE", "ARGUMENTS"])
    for element in elements { table.add(row(element)) }
    return table.isEmpty ? "  none" : table.text
  }

  private func row(_ request: JSONValue) -> [String] {
    let started = request["time_start"]?.doubleValue.map { Timestamp(seconds: $0).description } ?? "-"
    return [
      request["id"]?.stringValue ?? "", request["name"]?.stringValue ?? "", started,
      "\(request["retries"]?.integerValue ?? 0)", Self.state(request), Self.arguments(request),
    ]
  }

  /// What the run says of itself: `PROGRESS 40% half way`.
  static func state(_ request: JSONValue) -> String {
    guard let state = request["state"]?.stringValue else { return "-" }
    return "\(state) \(StateWording.text(request["meta"] ?? .null))"
  }

  static func arguments(_ request: JSONValue) -> String {
    let positional = (request["args"]?.arrayValue ?? []).map(\.description)
    let named = (request["kwargs"]?.objectValue ?? JSONObject()).map { "\($0.key)=\($0.value)" }
    let text = (positional + named).joined(separator: ", ")
    return text.count <= 60 ? text : text.prefix(59) + "…"
  }

  private func scheduled(_ elements: [JSONValue]) -> String {
    var table = Table(["ETA", "ID", "TASK", "QUEUE", "ARGUMENTS"])
    for element in elements {
      let request = element["request"] ?? .null
      table.add([
        element["eta"]?.stringValue ?? "", request["id"]?.stringValue ?? "", request["name"]?.stringValue ?? "",
        request["delivery_info"]?["routing_key"]?.stringValue ?? "", Self.arguments(request),
      ])
    }
    return table.isEmpty ? "  none" : table.text
  }

  private func queues(_ queues: JSONObject) -> String {
    let header = ["QUEUE", "WAITING", "OLDEST", "DEFERRED", "IN FLIGHT", "RATE", "EMPTY IN", "TAKEN HERE"]
    var table = Table(header, rightAligned: [1, 2, 3, 4, 5, 6])
    for (name, value) in queues {
      let queue = StatusFacts.Queue(name, value)
      let taken = queue.isConsumed ? "yes" : "no"
      table.add([
        name, "\(queue.waiting)", queue.oldestAge.map(TasksDaemon.text) ?? (queue.waiting > 0 ? "unknown" : "-"),
        "\(queue.deferred)", "\(queue.inFlight)", Self.rate(queue.rate),
        queue.timeToEmpty.map(TasksDaemon.text) ?? "-",
        queue.pausedSince.map { "PAUSED since \($0)" } ?? taken,
      ])
    }
    return table.isEmpty ? "  none" : table.text
  }

  /// Tasks a second: `12/s`, `0.3/s`.
  private static func rate(_ perSecond: Double) -> String {
    if perSecond <= 0 { return "-" }
    if perSecond >= 10 { return "\(Int64(saturating: perSecond))/s" }
    let tenths = Int64(saturating: perSecond * 10)
    return tenths == 0 ? "<0.1/s" : "\(tenths / 10).\(tenths % 10)/s"
  }

  private func schedule(_ answer: JSONValue) -> String {
    if answer["beat"]?.stringValue == "not here" { return "  beat is not here: this process runs without it" }
    let records = (answer["entries"]?.arrayValue ?? []).compactMap(\.objectValue)
    return ScheduleView.table(records)
  }

  private func dead(_ answer: JSONValue) -> String {
    var table = Table(["NUMBER", "DIED", "REASON", "TASK", "ID", "DETAIL"], rightAligned: [0])
    for letter in answer["letters"]?.arrayValue ?? [] {
      func text(_ key: String) -> String { letter[key]?.stringValue ?? "-" }
      let detail = text("detail")
      table.add([
        "\(letter["number"]?.integerValue ?? 0)", text("died_at"), text("reason"), text("task"), text("id"),
        detail.count <= 80 ? detail : detail.prefix(79) + "…",
      ])
    }
    return table.isEmpty ? "no dead letters" : table.text
  }

  private func located(_ tasks: JSONObject) -> String {
    var table = Table(["ID", "WHERE", "TASK", "HELD BY"])
    for (id, place) in tasks {
      let request = place.arrayValue?.last ?? .null
      table.add([
        id, place.arrayValue?.first?.stringValue ?? "", request["name"]?.stringValue ?? "",
        request["hostname"]?.stringValue ?? "-",
      ])
    }
    return table.isEmpty ? "  none of these is waiting, deferred or running; see tasksd result ID" : table.text
  }

  /// Any value, members line by line.
  static func indented(_ value: JSONValue, depth: Int = 1) -> String {
    let space = String(repeating: "  ", count: depth)
    switch value {
    case .object(let object):
      return object.map { key, value in
        switch value {
        case .object(let inner) where !inner.isEmpty: "\(space)\(key):\n\(indented(value, depth: depth + 1))"
        default: "\(space)\(key): \(value.stringValue ?? value.description)"
        }
      }.joined(separator: "\n")
    default: return space + (value.stringValue ?? value.description)
    }
  }
}

/// One event on one line.
enum EventView {
  static func line(_ event: JSONObject) -> String {
    let time = Timestamp(seconds: event["timestamp"]?.doubleValue ?? 0)
    let type = event["type"]?.stringValue ?? ""
    let shown: Set<String> = ["timestamp", "type", "hostname", "name", "uuid"]
    let task = event["name"]?.stringValue.map { " \($0)[\(event["uuid"]?.stringValue ?? "")]" } ?? ""
    let rest = event.filter { !shown.contains($0.key) && !$0.value.isNull }.map {
      "\($0.key)=\($0.value.stringValue ?? $0.value.description)"
    }
    return "\(time) \(type)\(task) \(rest.joined(separator: " "))"
  }
}
