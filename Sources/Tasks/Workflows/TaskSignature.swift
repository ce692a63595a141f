import Canvas
public import TaskModel

/// A call that is not sent yet, or several put together: which tasks, with what arguments, in what order. A plain value;
/// Celery's signature, which Celery's workers read as well (https://docs.celeryq.dev/en/stable/userguide/canvas.html).
///
/// ```swift
/// try await queue.send(
///   chain(FetchPage(url: page).signature(), CountWords.signature(keywords: ["language": "fi"])))
/// ```
/// **What goes from one task to the next.** In a chain the result of each task becomes the first argument by position of the
/// next; the results of a group become one array for the task behind it, in the group's order. By position means: the first
/// stored property in the order of declaration takes it, so a signature that is given a result leaves that property out
/// (`CountWords.signature(keywords:)`, or a property that is optional and nil). Arguments by position that the signature has
/// itself come behind it. A task that is to take no result is made ``immutable()``.
///
/// `Output` is what the last task returns.
public struct TaskSignature<Output: Sendable>: Sendable, Hashable {
  let signature: Signature
  /// How the tasks in it want to be sent, as far as their types are known here.
  let settings: [TaskName: TaskOptions]

  init(_ signature: Signature, settings: [TaskName: TaskOptions]) {
    self.signature = signature
    self.settings = settings
  }

  /// As other programs read it: Celery's JSON object.
  public var json: JSONObject { signature.object }

  /// The same with its output as JSON: to stand beside others of another type in a list.
  public var untyped: TaskSignature<JSONValue> { TaskSignature<JSONValue>(signature, settings: settings) }

  /// The same, taking no result of the tasks before it: Celery's `si`.
  public func immutable() -> TaskSignature { with(signature.immutable) }

  /// The same, with these stamps on every task in it, callbacks included. They travel along and say what belongs together.
  /// Throws when a stamp has the name of an option.
  public func stamped(_ stamps: JSONObject) throws(SendError) -> TaskSignature {
    try Stamps.check(stamps)
    return with(signature.changingTasks { $0.options = Stamps.add(stamps, to: $0.options) })
  }

  func with(_ signature: Signature, settings others: [TaskName: TaskOptions] = [:]) -> TaskSignature {
    TaskSignature(signature, settings: settings.merging(others) { own, _ in own })
  }
}

extension TaskSignature where Output == JSONValue {
  /// A task of which only the name is known here, such as one of a Python program.
  ///
  /// Throws when an argument is not JSON or the options contradict each other.
  public init(
    named name: TaskName, _ arguments: TaskArguments = TaskArguments(), options: SendOptions = SendOptions()
  ) throws(SendError) {
    try MessageFactory.check(name, arguments)
    let (json, settings) = try options.signatureOptions()
    self.init(Signature(name, arguments, options: json), settings: settings)
  }
}
