public import Schedules
public import TaskModel

/// One line of the schedule: what to send, and when.
public struct BeatEntry: Sendable, Hashable {
  public enum Overlap: String, Sendable, Hashable, CaseIterable {
    /// A tick is sent whatever became of the one before.
    case allow
    /// A tick is dropped while the task of the one before still waits, is deferred or runs.
    case skip
  }

  /// Under this name the store remembers it: unique among all nodes that share the store.
  public var name: String
  public var schedule: Schedule
  public var task: TaskName
  public var arguments: TaskArguments
  public var queue: QueueName
  public var priority: Priority
  /// How long after its due moment a tick is still worth running; nil for ever.
  public var expires: Duration?
  public var timeLimit: TimeLimit
  /// The author's own; those beat adds win.
  public var headers: JSONObject
  public var catchUp: CatchUp
  public var overlap: Overlap
  /// Sends one tick at the moment at which the entry is first seen, before its first tick by the schedule. The store
  /// remembers that it was sent, so a restart does not send another.
  public var runsAtStart: Bool
  public var isEnabled: Bool
  /// Where it is written, for people: `/etc/tasksd/tasksd.ini:12`.
  public var origin: String

  public init(
    name: String, schedule: Schedule, task: TaskName, arguments: TaskArguments = TaskArguments(),
    queue: QueueName = .standard, priority: Priority = .standard, expires: Duration? = nil,
    timeLimit: TimeLimit = TimeLimit(), headers: JSONObject = JSONObject(), catchUp: CatchUp = .latest,
    overlap: Overlap = .allow, runsAtStart: Bool = false, isEnabled: Bool = true, origin: String = ""
  ) {
    self.name = name
    self.schedule = schedule
    self.task = task
    self.arguments = arguments
    self.queue = queue
    self.priority = priority
    self.expires = expires
    self.timeLimit = timeLimit
    self.headers = headers
    self.catchUp = catchUp
    self.overlap = overlap
    self.runsAtStart = runsAtStart
    self.isEnabled = isEnabled
    self.origin = origin
  }
}
