import ProcessTesting
import RedisTesting

/// What an operator types who has tasksd and Redis, and no Python.
extension Fleet {
  /// A command of the tasksd of this name, to its end.
  func tasksd(_ name: String, _ words: String...) async throws -> String {
    try await run([try Interop.application()] + words + ["--config", path("\(name).ini")])
  }

  /// Sends a task and returns its id.
  func call(_ name: String, _ words: String...) async throws -> String {
    try await run([try Interop.application(), "call"] + words + ["--config", path("\(name).ini")])
  }

  /// redis-cli in this story's database: one line for each value.
  func redisCLI(_ words: String...) async throws -> [String] {
    let text = try await run(["/usr/bin/redis-cli", "-e", "-p", "\(redis.port)", "-n", "\(database)"] + words)
    return text.split(separator: "\n").map(String.init)
  }

  /// What waits in the lists of a queue, as redis-cli counts it.
  func lengthOfLists(_ queue: String = "celery") async throws -> Int {
    var sum = 0
    for step in ["", "\u{6}\u{16}3", "\u{6}\u{16}6", "\u{6}\u{16}9"] {
      sum += Int(try await redisCLI("LLEN", queue + step).first ?? "") ?? 0
    }
    return sum
  }

  /// A task that says that it holds, and goes on when the gate is opened.
  static let hold = """
    [task:hold]
    command = sh -c "echo holding; exec head -c 1 $0" "%(here)s/gate"

    """

  func makeGate() async throws { _ = try await run(["/usr/bin/mkfifo", path("gate")]) }
}
