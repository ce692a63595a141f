/// Something that can be run under a name: a Swift type or a configured command.
public protocol TaskHandler: Sendable {
  var name: TaskName { get }
  /// Older names under which messages may still arrive.
  var aliases: [TaskName] { get }
  var options: TaskOptions { get }
  /// Where it comes from, for people: `Swift type Shop.SendSMS`, `command in /etc/tasksd/tasksd.ini:12`.
  var origin: String { get }

  /// Holds the arguments against what the task takes. Throws what does not fit; runs nothing.
  func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask
}

/// One call, its arguments checked: ready to run once.
public protocol BoundTask: Sendable {
  /// Returns the result. Throws ``TaskFailure`` or any error of the author's; a `RetryRequest` asks for another attempt.
  func run(_ context: RunContext) async throws -> JSONValue
}

/// What a run is told about itself.
public struct RunContext: Sendable {
  public var message: TaskMessage
  public var deliveryCount: Int
  public var node: String
  public var startedAt: Timestamp
  /// The limits in force: the message's, completed by the task's own.
  public var timeLimit: TimeLimit

  public init(
    message: TaskMessage, deliveryCount: Int, node: String, startedAt: Timestamp, timeLimit: TimeLimit = TimeLimit()
  ) {
    self.message = message
    self.deliveryCount = deliveryCount
    self.node = node
    self.startedAt = startedAt
    self.timeLimit = timeLimit
  }
}

/// Thrown by a run that wants to be tried again, whatever the policy says about its error.
public struct RetryRequest: Error, Sendable {
  public var countdown: Duration?
  public var reason: String

  public init(countdown: Duration? = nil, reason: String = "the task asked for it") {
    self.countdown = countdown
    self.reason = reason
  }
}

/// The arguments do not fit the task: which one, and why.
public struct ArgumentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path of the argument, such as `items[2].price`; nil when it is about the call as a whole.
  public var path: String?
  public var message: String

  public init(path: String? = nil, message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { path.map { "argument '\($0)': \(message)" } ?? message }
}
