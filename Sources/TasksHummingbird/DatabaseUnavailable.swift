public import HTTPTypes
public import Hummingbird
public import Tasks

/// The request could not be done now, and nothing of it was done: the database cannot be reached, has no connection free, or
/// met other transactions in every attempt. Becomes a 503 that asks to come again.
public struct DatabaseUnavailable: HTTPResponseError, CustomStringConvertible {
  /// What the database said. Not told to the client.
  public let cause: DatabaseError

  /// Nil for all errors after which coming again does not help, or for which nobody knows whether it was done.
  init?(_ cause: DatabaseError) {
    switch cause.code {
    case .conflict, .busy, .unavailable: self.cause = cause
    default: return nil
    }
  }

  public var status: HTTPResponse.Status { .serviceUnavailable }

  public var description: String { "\(cause)" }

  public func response(from request: Request, context: some RequestContext) -> Response {
    Response(status: status, headers: [.retryAfter: "1"])
  }
}
