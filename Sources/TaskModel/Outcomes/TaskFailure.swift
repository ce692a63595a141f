/// Why a run failed, as it is stored and logged.
public struct TaskFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The error's type, such as `TimeLimitExceeded` or `SMSGateway.Refused`: Celery's `exc_type`.
  public var type: String
  public var message: String
  /// Further text for a person: the last lines of a command, the place in the code. Celery's `traceback`.
  public var details: String?
  /// The Python module of the error, where it is one of Python's: Celery's `exc_module`.
  public var module: String?
  /// The error's arguments, where it has others than its message: Celery's `exc_message`.
  public var arguments: [JSONValue]?

  public init(
    type: String, message: String, details: String? = nil, module: String? = nil, arguments: [JSONValue]? = nil
  ) {
    self.type = type
    self.message = message
    self.details = details
    self.module = module
    self.arguments = arguments
  }

  public var description: String { message.isEmpty ? type : "\(type): \(message)" }
}
