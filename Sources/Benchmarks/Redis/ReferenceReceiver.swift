import Glibc
import TaskModel

/// The C loop that waits for messages, in a process of its own as a daemon is:
/// `tasksd-bench reference-receiver PORT COUNT` prints when each message arrived, by id.
struct ReferenceReceiver {
  static let command = "reference-receiver"
  private let child: Child

  /// Returns when it waits.
  init(_ redis: BlockingRedis, _ server: RedisProcess, count: Int, in workshop: Workshop) throws {
    let output = workshop.path("receiver.log")
    unlink(output)
    child = try Child(
      try Workshop.ownPath(), [Self.command, String(server.port), String(count)], output: output)
    let deadline = MonotonicTime.seconds + 10
    while true {
      if case .text(let clients) = try redis.run("CLIENT", "LIST"), clients.contains("cmd=blmove") { return }
      guard MonotonicTime.seconds < deadline else { throw BenchError("the C loop does not wait for messages") }
      usleep(5000)
    }
  }

  /// Waits for its end.
  func arrivals() throws -> [String: Int64] {
    let status = child.wait()
    let text = try FileText.read(child.output, atMost: 1 << 20)
    guard status == 0 else { throw BenchError("the C loop failed: \(text)") }
    return try CeleryPython.times(text)
  }

  /// The program of the process.
  static func main() {
    do {
      let numbers = CommandLine.arguments.compactMap { Int($0) }
      guard numbers.count == 2 else { throw BenchError("usage: \(command) PORT COUNT") }
      let arrivals = try BlockingRedis(port: numbers[0]).arrivals(from: MessageStock.queue, count: numbers[1])
      print(JSONValue.object(JSONObject(arrivals.map { ($0, .integer($1)) })))
    } catch {
      print(error)
      exit(1)
    }
  }
}
