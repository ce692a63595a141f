import ControlAPI
import ProcessTesting
import TaskModel

extension Site {
  /// When each tick in the store was due, in order. Its ticks must be of a task that nobody knows: a worker, and no beat,
  /// sets their messages aside, where they can be looked at.
  func dueTimes(configuration: String, socket: String) async throws -> [Timestamp] {
    let worker = try await daemon("worker", "--concurrency", "1", configuration: configuration)
    let client = DaemonClient(socketPath: socket)
    // One thread works in order: when the last one is done, all are.
    let last = try await client.send(["name": "last.of.all", "force": true])["id"]?.stringValue ?? ""
    _ = try await client.finalResult(of: TaskID(last))
    var due: [Timestamp] = []
    for letter in try await client.deadLetters(limit: 10_000)["letters"]?.arrayValue ?? [] {
      let message = try await client.deadLetter(letter["number"]?.integerValue ?? 0)["message"]
      guard message?["id"] != .string(last) else { continue }
      let text = message?["headers"]?["beat_due"]?.stringValue ?? ""
      guard let moment = Timestamp(iso8601: text) else { throw Unexpected("a tick without its time: \(letter)") }
      due.append(moment)
    }
    await client.shutdown()
    await worker.stop()
    return due.sorted()
  }
}
