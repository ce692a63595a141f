import TaskModel

/// Decides whether a claimed message may run. Pure: everything it needs comes in.
///
/// In this order: handed out too often, expired, revoked, not due, unknown, arguments that do not fit.
struct Gate {
  enum Decision {
    case run(any BoundTask, TaskOptions, TimeLimit)
    case turnedAway(Verdict)
  }

  let options: WorkerOptions
  let now: Timestamp

  /// - Parameter limit: set for this task while the worker runs.
  func decide(
    _ claimed: ClaimedMessage, handler: (any TaskHandler)?, limit: TimeLimit = TimeLimit(), isRevoked: Bool
  ) -> Decision {
    let message = claimed.message
    let verdicts = VerdictTable(options: options, claimed: claimed, taskOptions: handler?.options, now: now)
    let maximum = handler?.options.maxDeliveries ?? options.maxDeliveries
    if claimed.deliveryCount > maximum { return .turnedAway(verdicts.handedOutTooOften(maximum)) }
    if let expires = message.expires, expires <= now { return .turnedAway(verdicts.expired()) }
    if isRevoked { return .turnedAway(verdicts.revoked()) }
    if let eta = message.eta, eta > now { return .turnedAway(verdicts.notDue(eta)) }
    guard let handler else { return .turnedAway(verdicts.unknownTask()) }
    do throws(ArgumentError) {
      let bound = try handler.bind(message.arguments)
      let inForce = message.timeLimit.completed(by: limit).completed(by: handler.options.timeLimit)
      return .run(bound, handler.options, inForce.completed(by: options.timeLimit))
    } catch {
      return .turnedAway(verdicts.failed(TaskFailure(type: "ArgumentError", message: error.description)))
    }
  }
}
