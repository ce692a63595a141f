import TaskModel

/// A task that the configuration names: to be held against the tasks there are.
struct TaskReference: Hashable, Sendable {
  var task: TaskName
  /// Nil where they could not be read.
  var arguments: TaskArguments?
  var isRemote = false
  var isEnabled = true
  var location: SourceLocation
  var argumentsLocation: SourceLocation
}
