import Glibc
import Tasks

/// Waits at a gate. Says when it begins.
struct Hold: RequestAwareTask {
  static let name: TaskName = "demo.hold"
  var gate: String
  var value: JSONValue?

  func run(_ request: TaskRequest) async throws -> JSONValue {
    Site.note("held", request.id.rawValue)
    Site.waitAtGate(gate)
    return value ?? .null
  }
}

/// What chaos is counted by: one line when a run begins, one when it ends.
struct Record: RequestAwareTask {
  static let name: TaskName = "demo.record"
  var ledger: String
  var item: Int
  @Default var seconds = 0.0
  var gate: String?

  func run(_ request: TaskRequest) async throws -> Int {
    Site.note(ledger, "begin", "\(item)", "\(getpid())", "tasksd")
    if let gate { Site.waitAtGate(gate) }
    if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
    Site.note(ledger, "end", "\(item)", "\(getpid())", "tasksd")
    return item
  }
}

struct Ignored: RequestAwareTask {
  static let name: TaskName = "demo.ignored"
  static let ignoresResult = true
  var ledger: String

  func run(_ request: TaskRequest) async throws -> String {
    Site.note(ledger, "ran")
    return "nobody asks"
  }
}

struct Parent: RequestAwareTask {
  static let name: TaskName = "demo.parent"
  var x: Int

  func run(_ request: TaskRequest) async throws -> Int {
    try await request.queue.send(Add(x: x, y: 1))
    return x
  }
}

/// A tick of the beat: when it was due, and its id.
struct Tick: RequestAwareTask {
  static let name: TaskName = "demo.tick"

  func run(_ request: TaskRequest) async throws {
    let due = request.message.headers["beat_due"]?.stringValue ?? "nothing"
    Site.note("ticks", due, request.id.rawValue)
  }
}
