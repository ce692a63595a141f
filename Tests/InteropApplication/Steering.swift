import Tasks

/// Publishes a state of its own, then waits at a gate.
struct Progress: RequestAwareTask {
  static let name: TaskName = "demo.progress"
  var gate: String

  func run(_ request: TaskRequest) async throws -> String {
    request.update(state: "PROGRESS", meta: ["done": 3, "total": 10])
    Site.note("held", request.id.rawValue)
    Site.waitAtGate(gate)
    return "all"
  }
}

struct Replace: RequestAwareTask {
  static let name: TaskName = "demo.replace"
  var x: Int

  func run(_ request: TaskRequest) async throws -> Int {
    try request.replace(with: Add(x: x, y: 1).signature().immutable())
  }
}

struct ReplaceWithChain: RequestAwareTask {
  static let name: TaskName = "demo.replace_with_chain"
  var x: Int

  func run(_ request: TaskRequest) async throws -> Int {
    try request.replace(with: chain(Add(x: x, y: 1).signature().immutable(), Add.signature(10)))
  }
}

struct ReplaceWithGroup: RequestAwareTask {
  static let name: TaskName = "demo.replace_with_group"
  var x: Int

  func run(_ request: TaskRequest) async throws -> [Int] {
    let members = try [1, 2].map { try Add(x: x, y: $0).signature().immutable() }
    try request.replace(with: group(members))
  }
}

struct Ignore: RequestAwareTask {
  static let name: TaskName = "demo.ignore"

  func run(_ request: TaskRequest) async throws { try request.ignore() }
}

struct Reject: RequestAwareTask {
  static let name: TaskName = "demo.reject"

  func run(_ request: TaskRequest) async throws { try request.reject(because: "not mine") }
}
