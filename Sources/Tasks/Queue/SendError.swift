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
  }

  public let code: Code
  public let message: String
  /// The path of the argument, such as `items[2].price`.
  public let path: String?
  public let backendError: BackendError?

  init(_ code: Code, _ message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
    backendError = nil
  }

  init(_ error: ArgumentError) {
    code = .notJSON
    message = error.message
    path = error.path
    backendError = nil
  }

  init(_ error: BackendError) {
    code = .backend
    message = error.description
    path = nil
    backendError = error
  }

  static let transactionIsOver = SendError(
    .transactionIsOver, "the transaction is over: send while it is open, or through the queue")

  public var description: String { path.map { "argument '\($0)': \(message)" } ?? message }
}
