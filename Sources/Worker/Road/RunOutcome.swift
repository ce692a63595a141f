import TaskModel

/// How the code of a task came back.
enum RunOutcome: Sendable {
  case returned(JSONValue)
  case failed(TaskFailure)
  case askedForRetry(RetryRequest)

  init(error: any Error) {
    switch error {
    case let failure as TaskFailure: self = .failed(failure)
    case let request as RetryRequest: self = .askedForRetry(request)
    default:
      self = .failed(TaskFailure(type: String(describing: type(of: error)), message: String(describing: error)))
    }
  }
}
