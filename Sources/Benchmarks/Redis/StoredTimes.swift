import Glibc
import TaskModel

/// What ``StartTime`` tasks returned, read from their results.
enum StoredTimes {
  /// Waits until every one is there.
  static func read(_ ids: some Collection<String>, _ redis: BlockingRedis) throws -> [String: Int64] {
    let deadline = MonotonicTime.seconds + 10
    var times: [String: Int64] = [:]
    for id in ids {
      while times[id] == nil {
        if let text = try redis.text(of: "celery-task-meta-\(id)") {
          guard let time = try JSONParser.parse(Array(text.utf8))["result"]?.integerValue else {
            throw BenchError("the result is \(text)")
          }
          times[id] = time
        } else {
          guard MonotonicTime.seconds < deadline else { throw BenchError("no result of \(id)") }
          usleep(10_000)
        }
      }
    }
    return times
  }

  /// Seconds from each of the first times to its second. The first twenty warm up and do not count.
  static func seconds(from first: [String: Int64], to second: [String: Int64]) throws -> Distribution {
    let pairs = first.sorted { $0.value < $1.value }.dropFirst(20)
    return Distribution(
      try pairs.map { id, sent in
        guard let reached = second[id] else { throw BenchError("\(id) did not arrive") }
        return Double(reached - sent) / 1e9
      })
  }
}
