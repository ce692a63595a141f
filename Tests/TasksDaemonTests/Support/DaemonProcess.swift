import Glibc
import ProcessTesting
import TaskModel

/// A running daemon, seen through its log.
struct DaemonProcess: Sendable {
  let child: ChildProcess

  init(_ child: ChildProcess) { self.child = child }

  var log: OutputLines { child.standardError }
  var processID: pid_t { child.processID ?? 0 }

  func waitForReady() async throws { try await waitForLine("is ready") }

  /// Waits for the first line from `start` on that contains this, and returns its number.
  @discardableResult
  func waitForLine(_ text: String, from start: Int = 0) async throws -> Int {
    try await log.first(containing: text, from: start).index
  }

  /// Waits until the log says this of that task.
  @discardableResult
  func waitFor(_ task: String, _ text: String, from start: Int = 0) async throws -> JSONValue {
    let found = try await log.first("'\(text)' of \(task)", from: start) { $0.contains(task) && $0.contains(text) }
    return try JSONParser.parse(found.line)
  }

  /// The records of the log so far.
  var records: [JSONValue] { log.all.compactMap { try? JSONParser.parse($0) } }

  var messages: [String] { records.compactMap { $0["message"]?.stringValue } }

  func signal(_ signal: Int32) { child.send(signal) }

  /// Kills it and waits for its end.
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

  var exit: ProcessExit { get async { await child.exit } }
}
