public import TaskModel

/// One call that is not sent yet: which task, with what, and how. Celery's signature object, a plain value
/// (https://docs.celeryq.dev/en/stable/userguide/canvas.html).
///
/// A composite one (chain, group, chord, chunks) keeps its parts in its keyword arguments, as Celery does.
public struct Signature: Sendable, Hashable {
  /// Celery's `subtask_type`.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case chain
    case group
    case chord
    case map = "xmap"
    case starmap = "xstarmap"
    case chunks
  }

  public var task: TaskName
  public var arguments: TaskArguments
  /// How it is to be sent, by the names of Celery's `apply_async` arguments. None is null: that is the same as absent.
  public var options: JSONObject
  /// Nil: one plain task.
  public var kind: Kind?
  /// Takes no result of those before it.
  public var isImmutable: Bool
  /// Members of the JSON object that we have no word for.
  public var others: JSONObject

  public init(
    _ task: TaskName, _ arguments: TaskArguments = TaskArguments(), options: JSONObject = JSONObject(),
    kind: Kind? = nil, isImmutable: Bool = false, others: JSONObject = JSONObject()
  ) {
    self.task = task
    self.arguments = arguments
    self.options = options
    self.kind = kind
    self.isImmutable = isImmutable
    self.others = others
  }

  /// The id it will have, where that is settled already.
  public var id: TaskID? { options["task_id"]?.stringValue.map(TaskID.init(_:)) }
}
