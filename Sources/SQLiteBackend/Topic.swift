import TaskModel

/// What can be listened to.
enum Topic: Hashable, Sendable {
  case work
  case pauses
  case result(TaskID)
}
