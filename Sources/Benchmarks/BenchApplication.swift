import Glibc
import TaskModel
import Tasks
import TasksDaemon

/// The tasks that are measured.
struct BenchApplication: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [NoOp.self, StartTime.self, BlockingSleep.self, AsyncSleep.self]
}

/// Does nothing and returns its argument: what is measured is the road.
struct NoOp: RequestAwareTask {
  static let name: TaskName = "bench.no_op"
  var number: Int
  func run(_ request: TaskRequest) async throws -> Int { number }
}

/// Says when it started, by the clock that all processes of the machine share.
struct StartTime: RequestAwareTask {
  static let name: TaskName = "bench.start_time"
  var number = 0
  func run(_ request: TaskRequest) async throws -> Int64 { MonotonicTime.nanoseconds }
}

/// Keeps its thread for 50 ms.
struct BlockingSleep: RequestAwareTask {
  static let name: TaskName = "bench.blocking_sleep"
  var number: Int
  func run(_ request: TaskRequest) async throws { usleep(50_000) }
}

/// Is away from its thread for 50 ms.
struct AsyncSleep: RequestAwareTask {
  static let name: TaskName = "bench.async_sleep"
  var number: Int
  func run(_ request: TaskRequest) async throws { try await Task.sleep(for: .milliseconds(50)) }
}
