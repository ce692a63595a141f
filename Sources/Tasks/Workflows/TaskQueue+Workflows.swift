import Canvas
import TaskModel

extension TaskQueue {
  /// Sends a workflow; what it returns is the outcome of its last task.
  @discardableResult
  public func send<Output>(_ workflow: TaskSignature<Output>) async throws(SendError) -> AsyncResult<Output> {
    let end = WorkflowEnd(try await launch(workflow))
    guard let id = end.taskID else { throw SendError(.invalidOptions, "there is no task in the workflow") }
    return result(of: id, as: Output.self, isIgnored: ignoresResult(workflow))
  }

  /// Sends a group, or a workflow that ends in one; what it returns is the outcome of all its members. An empty group is
  /// done at once.
  @discardableResult
  public func send<Element>(
    _ workflow: TaskSignature<GroupOf<Element>>
  ) async throws(SendError) -> GroupResult<Element> {
    let end = WorkflowEnd(try await launch(workflow))
    let id = end.groupID ?? TaskID.make(at: clock.now).rawValue
    return result(ofGroup: id, members: end.memberIDs, as: Element.self)
  }

  /// Returns Celery's tuple of the whole.
  func launch(
    _ workflow: TaskSignature<some Sendable>, with arguments: [JSONValue] = []
  ) async throws(SendError) -> JSONValue {
    let sent = try messages.launch(workflow, with: arguments)
    if !sent.followUps.messages.isEmpty {
      try await enqueue(sent.followUps, as: [sent.result])
    }
    return sent.result
  }

  private func ignoresResult(_ workflow: TaskSignature<some Sendable>) -> Bool {
    guard let last = workflow.signature.lastTask else { return false }
    return last.options["ignore_result"]?.boolValue ?? workflow.settings[last.task]?.ignoresResult ?? false
  }
}
