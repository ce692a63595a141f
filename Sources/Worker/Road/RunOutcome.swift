import TaskModel

/// How the code of a task came back.
enum RunOutcome: Sendable {
  case returned(JSONValue)
  case failed(TaskFailure)
  case askedForRetry(RetryRequest)
  case askedForReplacement(ReplaceRequest)
  case rejected(RejectRequest)
  case ignored

  init(error: any Error) {
    switch error {
    case let failure as TaskFailure: self = .failed(failure)
    case let request as RetryRequest: self = .askedForRetry(request)
    case let request as ReplaceRequest: self = .askedForReplacement(request)
    case let request as RejectRequest: self = .rejected(request)
    case is IgnoreRequest: self = .ignored
    default:
      self = .failed(TaskFailure(type: String(describing: type(of: error)), message: String(describing: error)))
    }
  }
}
