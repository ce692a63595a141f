public import TaskModel

/// Why a task could not be sent. Nothing was enqueued.
public struct SendError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// An argument or header is not JSON; `path` says which.
    case notJSON
    /// The options contradict each other or say nothing that can be carried out.
    case invalidOptions
    /// The message is larger than the queue takes.
    case tooLarge
    /// The broker could not take it; `backendError` says why.
    case backend
    /// The transaction through which it was sent is over.
    case transactionIsOver
    /// It was run at once, in eager mode, and failed; `failure` says how.
    case taskFailed
  }

  public let code: Code
  public let message: String
  /// The path of the argument, such as `items[2].price`.
  public let path: String?
  public let backendError: BackendError?
  /// How the task failed that was run at once.
  public let failure: TaskFailure?

  init(_ code: Code, _ message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
    backendError = nil
    failure = nil
  }

  init(_ error: ArgumentError) {
    code = .notJSON
    message = error.message
    path = error.path
    backendError = nil
    failure = nil
  }

  init(_ error: BackendError) {
    code = .backend
    message = error.description
    path = nil
    backendError = error
    failure = nil
  }

  /// - Parameter task: whose run failed: what was sent, or what that sent.
  package init(_ failure: TaskFailure, of task: TaskName) {
    code = .taskFailed
    message = "task '\(task)' was run at once and failed: \(failure)"
    path = nil
    backendError = nil
    self.failure = failure
  }

  static let transactionIsOver = SendError(
    .transactionIsOver, "the transaction is over: send while it is open, or through the queue")

  public var description: String { path.map { "argument '\($0)': \(message)" } ?? message }
}
