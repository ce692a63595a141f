import TaskModel

/// The keys under which a task's limits are shared by all who send and run it.
extension TaskDefinition {
  /// Of which it is to be the only one: the author's own, or the task's name with its arguments. The same for whoever sends
  /// or runs it, by position or by keyword.
  func uniqueLimitKey(_ arguments: TaskArguments) -> String {
    uniqueKey.map { LimitKey.of(Self.name, $0) } ?? LimitKey.of(Self.name, arguments)
  }

  var concurrencyLimitKey: String { concurrencyKey.map { LimitKey.of(Self.name, $0) } ?? LimitKey.of(Self.name) }
}
