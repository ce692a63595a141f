public import TaskModel

/// Where the configuration sends tasks by name: the operator's word, which wins over the task's own and loses against the
/// sender's.
public struct TaskRoutes: Sendable, Hashable {
  public struct Route: Sendable, Hashable {
    public var queue: QueueName?
    public var priority: Priority?

    public init(queue: QueueName? = nil, priority: Priority? = nil) {
      self.queue = queue
      self.priority = priority
    }
  }

  private let routes: [TaskName: Route]

  public init(_ routes: [TaskName: Route] = [:]) { self.routes = routes }

  public subscript(task: TaskName) -> Route? { routes[task] }
}
