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

  /// The members of the request's body.
  public var arguments: [FieldRule] {
    switch self {
    case .revoke:
      [FieldRule("task_id", .textOrTexts, isRequired: true), FieldRule("terminate", .flag), FieldRule("signal", .text)]
    case .rateLimit: [.taskName, FieldRule("rate_limit", .textOrNumber, isRequired: true)]
    case .timeLimit: [.taskName, FieldRule("soft", .number(0...1e9)), FieldRule("hard", .number(0...1e9))]
    case .poolGrow, .poolShrink: [FieldRule("n", .whole(1...10_000))]
    case .addConsumer, .cancelConsumer: [FieldRule("queue", .text, isRequired: true)]
    case .enableEvents, .disableEvents, .pause, .resume, .shutdown: []
    }
  }
}

extension FieldRule {
  fileprivate static let taskName = FieldRule("task_name", .text, isRequired: true)
}
