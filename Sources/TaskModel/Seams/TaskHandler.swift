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
  /// Returns the result. Throws ``TaskFailure`` or any error of the author's; or a request: ``RetryRequest`` for another
  /// attempt, ``ReplaceRequest``, ``RejectRequest``, ``IgnoreRequest``.
  func run(_ context: RunContext) async throws -> JSONValue

  /// Of which key it is to be the only one, where its options say so (`TaskOptions.unique`); asked only then. Shared by all
  /// tasks, so it begins with the task's name. Nil: its name and its arguments as they came.
  var uniqueKey: String? { get }

  /// Under which key its runs are counted, where its options limit how many run at once (`TaskOptions.concurrencyLimit`);
  /// asked only then. Shared by all tasks, too. Nil: its name.
  var concurrencyKey: String? { get }
}

extension BoundTask {
  public var uniqueKey: String? { nil }
  public var concurrencyKey: String? { nil }
}

/// What a run is told about itself.
public struct RunContext: Sendable {
  public var message: TaskMessage
  public var deliveryCount: Int
  public var node: String
  public var startedAt: Timestamp
  /// The limits in force: the message's, completed by the task's own.
  public var timeLimit: TimeLimit
  /// Publishes a state of the author's own with its metadata, for whoever watches the task's result (Celery's
  /// `update_state`). Does not wait for the store; later ones replace earlier ones, and the outcome replaces them all.
  public var publishState: @Sendable (TaskState, JSONValue) -> Void
  /// Takes note of what the run has sent, by its result tuple, for the `children` of its result.
  public var noteChild: @Sendable (JSONValue) -> Void
  /// Tells what befell the run on its way, for log and counters.
  public var note: @Sendable (RunNote) -> Void

  public init(
    message: TaskMessage, deliveryCount: Int, node: String, startedAt: Timestamp, timeLimit: TimeLimit = TimeLimit(),
    publishState: @escaping @Sendable (TaskState, JSONValue) -> Void = { _, _ in },
    noteChild: @escaping @Sendable (JSONValue) -> Void = { _ in },
    note: @escaping @Sendable (RunNote) -> Void = { _ in }
  ) {
    self.message = message
    self.deliveryCount = deliveryCount
    self.node = node
    self.startedAt = startedAt
    self.timeLimit = timeLimit
    self.publishState = publishState
    self.noteChild = noteChild
    self.note = note
  }
}

/// Something that befell a run on its way and does not end it.
public enum RunNote: Sendable, Hashable {
  /// Its transaction met another's and its body runs once more: the how many-th replay, and why.
  case replayed(Int, reason: String)
  /// Its transaction was doomed: nothing was changed, and nothing sent, although it ends well.
  case rolledBack
  /// It was done before: its effect is committed, and what it returned then is returned again.
  case doneBefore
  /// It left a transaction open, which was rolled back.
  case leakedTransaction(database: String)
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

/// Thrown by a run in whose place another workflow is to run: it takes over the task's id, its callbacks, the rest of its
/// chain and its part of a chord. The run itself leaves no result. Celery's `Task.replace`.
public struct ReplaceRequest: Error, Sendable {
  /// A signature in Celery's form.
  public var signature: JSONValue

  public init(_ signature: JSONValue) { self.signature = signature }
}

/// Thrown by a run that refuses its message. Celery's `Reject`.
public struct RejectRequest: Error, Sendable {
  public var reason: String
  /// Back into the queue, for another to take; otherwise it is set aside, and has failed.
  public var requeue: Bool

  public init(_ reason: String = "", requeue: Bool = false) {
    self.reason = reason
    self.requeue = requeue
  }
}

/// Thrown by a run of which nothing is to be recorded: the message is done with, and whatever state its result had stays.
/// Callbacks, chain and chord are not told either. Celery's `Ignore`.
public struct IgnoreRequest: Error, Sendable {
  public init() {}
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
