import Tasks
import TasksDaemon

/// The tasks that are measured.
struct BenchApplication: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [NoOp.self, StartTime.self]
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
  func run(_ request: TaskRequest) async throws -> Int64 { MonotonicTime.nanoseconds }
}
