/// Why a run failed, as it is stored and logged.
public struct TaskFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error's type, such as `TimeLimitExceeded` or `SMSGateway.Refused`: Celery's `exc_type`.
  public var type: String
  public var message: String
  /// Further text for a person: the last lines of a command, the place in the code. Celery's `traceback`.
  public var details: String?

  public init(type: String, message: String, details: String? = nil) {
    self.type = type
    self.message = message
    self.details = details
  }

  public var description: String { message.isEmpty ? type : "\(type): \(message)" }
}
