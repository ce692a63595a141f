import TaskModel
import TasksTesting

@testable import Worker

/// Tasks that do whatever a task may do.
struct Behaviours: Sendable {
  /// Threads stand here until they are let go, long after their limit.
  let gate = ThreadGate()

  static let names: [TaskName] = [
    "return", "throw", "retry", "flaky", "ask", "endless", "tidy", "early", "early-retry", "block", "big", "picky",
    "nosuch",
  ]

  /// Those that were acknowledged before they ran: at most once.
  static func isEarly(_ name: TaskName) -> Bool { name == "early" || name == "early-retry" }

  static let failure = TaskFailure(type: "Boom", message: "it broke")

  var handlers: [any TaskHandler] {
    let retry = RetryPolicy.fixed(attempts: 3, pause: .seconds(20))
    let backoff = RetryPolicy.exponential(attempts: 5, base: .seconds(1), maximum: .seconds(30))
    return [
      Probe("return") { _ in "done" }, Probe("throw") { _ in throw Self.failure },
      Probe("retry", options: TaskOptions(retry: retry)) { _ in throw Self.failure },
      Probe("flaky", options: TaskOptions(retry: backoff)) { context in
        if context.message.retries < 2 { throw Self.failure }
        return "at last"
      }, Probe("ask") { _ in throw RetryRequest(countdown: .seconds(9)) },
      Probe("endless", options: Self.limited(soft: 4, hard: 9)) { _ in
        try await Barrier.cancellable()
        return .null
      },
      Probe("tidy", options: Self.limited(soft: 4, hard: 60)) { _ in
        try? await Barrier.cancellable()
        return "tidied up"
      }, Probe("early", options: TaskOptions(acknowledges: .early)) { _ in "done" },
      Probe("early-retry", options: TaskOptions(retry: retry, acknowledges: .early)) { _ in throw Self.failure },
      Probe("block", options: Self.limited(hard: 6)) { [gate] _ in
        gate.block()
        return "too late, or not"
      }, Probe("big") { _ in "too big" }, Probe("picky", refuses: "items[2]"),
    ]
  }

  /// The store refuses what `big` returns.
  var hooks: BackendHooks {
    BackendHooks(settling: { settlements throws(BackendError) in
      if settlements.contains(where: { $0.result?.value == "too big" }) { throw Samples.refused }
    })
  }

  private static func limited(soft: Int? = nil, hard: Int) -> TaskOptions {
    TaskOptions(timeLimit: TimeLimit(soft: soft.map { .seconds($0) }, hard: .seconds(hard)))
  }
}
