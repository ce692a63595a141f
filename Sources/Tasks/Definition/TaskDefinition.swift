public import TaskModel

/// A task as a value: its stored properties are the arguments, its type says how it is run.
///
/// Conform to ``RequestAwareTask`` for a task that is run here. `TaskDefinition` alone describes a task that another program
/// runs, such as a Celery worker: it can be sent and awaited.
public protocol TaskDefinition: Codable, Sendable {
  /// What a run returns: nothing, or any `Encodable` value; it is kept as the task's result.
  associatedtype Output: Sendable

  /// The name by which the task is sent: a contract with queues, schedules and other programs. It has no default, so
  /// that moving or renaming the type never orphans what is queued.
  static var name: TaskName { get }

  /// Older names under which messages may still arrive. Default: none.
  static var aliases: [TaskName] { get }

  /// How the task wants to be delivered and run. The single settings below are read into it.
  static var options: TaskOptions { get }

  /// Where the task goes unless the configuration or the sender say otherwise. The standard queue stands for whichever queue
  /// the configuration makes the default.
  static var queue: QueueName { get }

  /// 0 is served first, 9 last. Default: 0.
  static var priority: Priority { get }

  /// Whether a failed run is tried again. Default: never.
  static var retry: RetryPolicy { get }

  /// How long one run may take. Default: the configured limits. A Swift task is asked to end (it is cancelled); one that
  /// does not answer by the hard limit is given up, but it cannot be killed.
  static var timeLimit: TimeLimit { get }

  /// Default: as configured (`task_acks_late`), which is late, after the run, unless said otherwise: a crash loses nothing.
  static var acknowledges: TaskOptions.Acknowledgement { get }

  /// How many may begin in a time, in each worker for itself: `RateLimit(10, per: .minute)`. Default: no limit.
  static var rateLimit: RateLimit? { get }

  /// How many may begin in a time, in all workers of the store together. Default: no limit.
  static var globalRateLimit: RateLimit? { get }

  /// Whether there may be only one at a time: `.whileQueued`, `.untilDone`, `.for(.hours(1))`. One is like another by its
  /// arguments, or by ``uniqueKey``. Who sends another gets the result of the one that is there, and nothing is sent.
  /// Default: any number.
  static var unique: Uniqueness? { get }

  /// By what one is like another, where ``unique`` says that there may be only one. Default: nil, by all arguments.
  var uniqueKey: String? { get }

  /// How many run at once, in all workers of the store together: of the task as a whole, or of each ``concurrencyKey``.
  /// Default: no limit.
  static var concurrencyLimit: ConcurrencyLimit? { get }

  /// With which others it is counted, where ``concurrencyLimit`` says how many run at once: `var concurrencyKey: String? {
  /// host }` for so many of each host. Default: nil, with all of the task.
  var concurrencyKey: String? { get }

  /// Whether the outcome is not kept. Default: it is.
  static var ignoresResult: Bool { get }

  /// How property names are spelled when the task is sent. Default: as in Swift. Both spellings are always understood.
  static var argumentNames: ArgumentNames { get }

  /// What runs the task in this application. The protocols that say how a task runs provide it; a definition that can
  /// only be sent has none and throws.
  static func makeHandler(in context: ApplicationContext) throws(RegistrationError) -> any TaskHandler
}

extension TaskDefinition {
  public static var aliases: [TaskName] { [] }
  public static var options: TaskOptions { TaskOptions() }
  public static var queue: QueueName { .standard }
  public static var priority: Priority { .standard }
  public static var retry: RetryPolicy { .never }
  public static var timeLimit: TimeLimit { TimeLimit() }
  public static var acknowledges: TaskOptions.Acknowledgement { .standard }
  public static var rateLimit: RateLimit? { nil }
  public static var globalRateLimit: RateLimit? { nil }
  public static var unique: Uniqueness? { nil }
  public var uniqueKey: String? { nil }
  public static var concurrencyLimit: ConcurrencyLimit? { nil }
  public var concurrencyKey: String? { nil }
  public static var ignoresResult: Bool { false }
  public static var argumentNames: ArgumentNames { .asSpelled }

  public static func makeHandler(in context: ApplicationContext) throws(RegistrationError) -> any TaskHandler {
    throw RegistrationError([
      "\(typeName) (task '\(name)') does not say how it is run: conform to RequestAwareTask, or leave it out of `tasks`"
    ])
  }

  /// The type's name with its module, for people: `Shop.SendSMS`.
  package static var typeName: String { String(reflecting: Self.self) }
}
