import TaskModel

/// What went wrong with a connection itself, before it is known for which call.
struct LinkError: Error {
  let code: BackendError.Code
  /// Without secrets.
  let reason: String

  init(_ code: BackendError.Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  static let closed = LinkError(.unavailable, "the connection was closed by this process")

  func backendError(attempted: String, place: String) -> BackendError {
    BackendError(code, attempted: attempted, place: place, reason: reason)
  }
}
