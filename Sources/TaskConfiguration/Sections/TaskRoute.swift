package import TaskModel

/// One `[celeryroute:NAME]`: the queue and priority of a task, where the sender names none.
package struct TaskRoute: Hashable, Sendable {
  package var task: TaskName
  package var queue: QueueName?
  package var priority: Priority?
  package var location: SourceLocation
}
