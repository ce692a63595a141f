public import TaskModel

/// How one worker works. Values are checked where they are configured.
public struct WorkerOptions: Sendable {
  public var node: NodeIdentity
  public var queues: [QueueName]
  /// Worker threads.
  public var concurrency: Int
  /// Async tasks that may share one thread; 1: a task has its thread for itself.
  public var tasksPerThread: Int
  public var prefetch: Prefetch
  /// How long this node's silence makes others take over what it holds.
  public var lease: Duration
  /// How many times a message may be handed out before it is set aside.
  public var maxDeliveries: Int
  /// For tasks and messages that say nothing themselves.
  public var timeLimit: TimeLimit
  public var resultExpires: Duration
  public var ignoresResults: Bool
  /// For tasks that say nothing themselves.
  public var acknowledges: TaskOptions.Acknowledgement
  /// Stores the state STARTED when a run begins: one more write for every task.
  public var tracksStarted: Bool
  /// Keeps a task's arguments with its result (Celery's `result_extended`).
  public var storesArguments: Bool
  /// Where a task goes that a callback, a chain or a chord names without saying its queue; nil: where the task before it was.
  public var route: @Sendable (TaskName) -> QueueName?
  /// How long a cancelled run may take to answer before it is reported stuck and its thread's place is given away.
  public var stuckGrace: Duration
  /// How often an idle worker proves that claiming works, in case a wake-up was missed and for the watchdog.
  public var probeInterval: Duration

  public init(
    node: NodeIdentity, queues: [QueueName] = [.standard], concurrency: Int = 1, tasksPerThread: Int = 1,
    prefetch: Prefetch = .automatic, lease: Duration = .seconds(15), maxDeliveries: Int = 3,
    timeLimit: TimeLimit = TimeLimit(), resultExpires: Duration = .days(1), ignoresResults: Bool = false,
    acknowledges: TaskOptions.Acknowledgement = .late,
    tracksStarted: Bool = false, storesArguments: Bool = false,
    route: @escaping @Sendable (TaskName) -> QueueName? = { _ in nil }, stuckGrace: Duration = .seconds(5),
    probeInterval: Duration = .seconds(10)
  ) {
    self.node = node
    self.queues = queues
    self.concurrency = concurrency
    self.tasksPerThread = tasksPerThread
    self.prefetch = prefetch
    self.lease = lease
    self.maxDeliveries = maxDeliveries
    self.timeLimit = timeLimit
    self.resultExpires = resultExpires
    self.ignoresResults = ignoresResults
    self.acknowledges = acknowledges
    self.tracksStarted = tracksStarted
    self.storesArguments = storesArguments
    self.route = route
    self.stuckGrace = stuckGrace
    self.probeInterval = probeInterval
  }
}
