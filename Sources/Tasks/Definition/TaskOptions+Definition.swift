package import TaskModel

extension TaskOptions {
  /// A task's `options`, completed by its single settings: one that says something wins over the same field of `options`.
  package init<Definition: TaskDefinition>(of type: Definition.Type) {
    self = type.options
    if type.queue != .standard { queue = type.queue }
    if type.priority != .standard { priority = type.priority }
    if type.retry != .never { retry = type.retry }
    timeLimit = type.timeLimit.completed(by: timeLimit)
    if type.acknowledges != .standard { acknowledges = type.acknowledges }
    if let limit = type.rateLimit { rateLimit = limit }
    if let limit = type.globalRateLimit { globalRateLimit = limit }
    if let unique = type.unique { self.unique = unique }
    if let limit = type.concurrencyLimit { concurrencyLimit = limit }
    if type.ignoresResult { ignoresResult = true }
  }
}
