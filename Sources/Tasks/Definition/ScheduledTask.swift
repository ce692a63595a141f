public import Schedules
public import TaskModel

/// A task that is sent by itself, again and again: `ScheduledTask("rates", .every(.hours(1)), UpdateRates())`.
///
/// It holds a value of the task, so the compiler has checked the arguments. An entry of the same name in the configuration
/// replaces it. A mistake in the schedule is reported when the daemon starts, with all others.
public struct ScheduledTask: Sendable {
  /// What happens when the task of the last tick is still waiting or running.
  public enum Overlap: String, Sendable, Hashable, CaseIterable { case allow, skip }

  /// Names the entry in listings and in beat's memory, over restarts.
  public let entry: String
  public let schedule: ScheduleSpecification
  public let task: any TaskDefinition
  /// How each tick is sent: its queue, priority, time to live. Times count from the tick's sending.
  public let options: SendOptions
  /// What becomes of ticks that were missed while no beat ran; nil leaves it to the configuration.
  public let catchUp: CatchUp?
  public let overlap: Overlap
  /// Whether it is also sent when the daemon starts.
  public let runsAtStart: Bool

  public init(
    _ entry: String, _ schedule: ScheduleSpecification, _ task: any TaskDefinition,
    options: SendOptions = SendOptions(), catchUp: CatchUp? = nil, overlap: Overlap = .allow, runsAtStart: Bool = false
  ) {
    self.entry = entry
    self.schedule = schedule
    self.task = task
    self.options = options
    self.catchUp = catchUp
    self.overlap = overlap
    self.runsAtStart = runsAtStart
  }

  public var taskName: TaskName { type(of: task).name }

  /// The message of one tick. Throws when the task's arguments or options cannot be sent: ask once at start.
  package func message(by factory: MessageFactory) throws(SendError) -> TaskMessage {
    try factory.message(for: task, options)
  }
}
