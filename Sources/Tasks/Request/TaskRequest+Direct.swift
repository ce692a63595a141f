extension TaskRequest {
  /// A request for calling `run` directly, without a queue between: in tests of a task's own logic.
  ///
  /// ```swift
  /// let count = try await UpdateRates().run(TaskRequest(for: UpdateRates(), in: context))
  /// ```
  /// Throws when the task's arguments could not be sent.
  public init<Definition: TaskDefinition>(
    for task: Definition, attempt: Int = 1, in context: ApplicationContext
  ) throws(SendError) {
    var message = try context.queue.messages.message(for: task)
    message.retries = max(attempt, 1) - 1
    let run = RunContext(
      message: message, deliveryCount: 1, node: "direct", startedAt: context.clock.now,
      timeLimit: TaskOptions(of: Definition.self).timeLimit)
    self.init(run, in: context)
  }
}
