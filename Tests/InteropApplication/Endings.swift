import Glibc
import Tasks

struct Fail: RequestAwareTask {
  static let name: TaskName = "demo.fail"
  @Default var message = "no reason"

  func run(_ request: TaskRequest) async throws {
    throw TaskFailure(type: "ValueError", message: message, module: "builtins")
  }
}

/// Succeeds at the retry number `times`, and returns that.
struct RetryUntil: RequestAwareTask {
  static let name: TaskName = "demo.retry"
  static let retry = RetryPolicy.fixed(attempts: 6, pause: .zero)
  var times: Int
  @Default var countdown = 0.0

  func run(_ request: TaskRequest) async throws -> Int {
    let retries = request.attempt - 1
    if retries < times { try request.retry(after: .seconds(countdown)) }
    return retries
  }
}

struct GiveUp: RequestAwareTask {
  static let name: TaskName = "demo.give_up"
  static let retry = RetryPolicy.fixed(attempts: 2, pause: .zero)

  func run(_ request: TaskRequest) async throws { throw TaskFailure(type: "ValueError", message: "not today") }
}

/// Takes the whole process with it.
struct Crash: RequestAwareTask {
  static let name: TaskName = "demo.crash"

  func run(_ request: TaskRequest) async throws { _exit(3) }
}

struct Slow: RequestAwareTask {
  static let name: TaskName = "demo.slow"
  var seconds: Double

  func run(_ request: TaskRequest) async throws -> Double {
    try await Task.sleep(for: .seconds(seconds))
    return seconds
  }
}
