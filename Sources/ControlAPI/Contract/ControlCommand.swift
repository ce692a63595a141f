public import TaskModel

/// What a running daemon can be told: `POST /v1/control/{name}`. Celery's names and argument names where it has them.
public enum ControlCommand: String, Sendable, CaseIterable {
  case revoke
  case rateLimit = "rate_limit"
  case timeLimit = "time_limit"
  case poolGrow = "pool_grow"
  case poolShrink = "pool_shrink"
  case addConsumer = "add_consumer"
  case cancelConsumer = "cancel_consumer"
  case enableEvents = "enable_events"
  case disableEvents = "disable_events"
  case pause, resume, shutdown
  case logLevel = "loglevel"

  /// The members of the request's body.
  public var arguments: [FieldRule] { own + RequestFields.otherNodes }

  private var own: [FieldRule] {
    switch self {
    case .revoke:
      [FieldRule("task_id", .textOrTexts, isRequired: true), FieldRule("terminate", .flag), FieldRule("signal", .text)]
    case .rateLimit: [.taskName, FieldRule("rate_limit", .textOrNumber, isRequired: true)]
    case .timeLimit: [.taskName, FieldRule("soft", .number(0...1e9)), FieldRule("hard", .number(0...1e9))]
    case .poolGrow, .poolShrink: [FieldRule("n", .whole(1...10_000))]
    case .addConsumer, .cancelConsumer: [FieldRule("queue", .text, isRequired: true)]
    case .pause: [FieldRule("queues", .texts), FieldRule("schedule", .texts), FieldRule("force", .flag)]
    case .resume: [FieldRule("queues", .texts), FieldRule("schedule", .texts)]
    case .logLevel: [FieldRule("level", .text, isRequired: true)]
    case .enableEvents, .disableEvents, .shutdown: []
    }
  }

  /// The same for arguments that came another way than over the socket. Throws what is wrong with them.
  public func checked(_ arguments: JSONObject) throws(ControlProblem) -> JSONObject {
    try FieldRules(own).checked(arguments)
  }
}

extension FieldRule {
  fileprivate static let taskName = FieldRule("task_name", .text, isRequired: true)
}
