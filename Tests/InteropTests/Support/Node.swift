import Glibc
import ProcessTesting

/// A running worker of either kind.
struct Node: Sendable {
  let kind: WorkerKind
  /// As `celery inspect` has it: `name@host`.
  let name: String
  let child: ChildProcess

  var processID: pid_t { child.processID ?? 0 }

  /// Waits until it takes tasks.
  func waitForReady() async throws { try await waitForLine(kind == .python ? " ready." : "is ready") }

  /// Waits for the first line of its log, from `start` on, that contains this, and returns its number.
  @discardableResult
  func waitForLine(_ text: String, from start: Int = 0) async throws -> Int {
    try await child.standardError.first(containing: text, from: start).index
  }

  /// Kills it, with the processes that are part of it, and waits for its end.
  func kill9() async {
    child.send(SIGKILL)
    _ = await child.exit
  }

  /// Asks it to end, and waits for that.
  @discardableResult
  func stop(_ signal: Int32 = SIGTERM) async -> ProcessExit {
    child.send(signal)
    return await child.exit
  }

  var isRunning: Bool { child.processID != nil }
}
