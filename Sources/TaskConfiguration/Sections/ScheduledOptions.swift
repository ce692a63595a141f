package import TaskModel

/// How the message of a scheduled task is sent: `options = {…}` of its entry. What is nil is left to the task's route and
/// the defaults.
package struct ScheduledOptions: Hashable, Sendable {
  package var queue: QueueName?
  package var priority: Priority?
  /// After the tick.
  package var expires: Duration?
  package var timeLimit = TimeLimit()
  package var headers = JSONObject()

  package init() {}
}
