/// The commands of Celery's remote control
/// (https://docs.celeryq.dev/en/stable/userguide/workers.html#remote-control), with what each takes.
enum RemoteCommand: String, CaseIterable {
  case ping, active, reserved, scheduled, revoked, registered, stats, conf, report, clock, memsample, memdump, objgraph
  /// Ours; Celery's workers answer that they do not know them.
  case queues, schedule, dead, pause, resume, loglevel
  case hello, revoke, terminate, autoscale, heartbeat, election, shutdown
  case activeQueues = "active_queues"
  case queryTask = "query_task"
  case revokeByStampedHeaders = "revoke_by_stamped_headers"
  case rateLimit = "rate_limit"
  case timeLimit = "time_limit"
  case addConsumer = "add_consumer"
  case cancelConsumer = "cancel_consumer"
  case poolGrow = "pool_grow"
  case poolShrink = "pool_shrink"
  case poolRestart = "pool_restart"
  case enableEvents = "enable_events"
  case disableEvents = "disable_events"

  private static let aliases: [String: RemoteCommand] = [
    "dump_active": .active, "dump_reserved": .reserved, "dump_schedule": .scheduled, "dump_revoked": .revoked,
    "dump_tasks": .registered, "dump_conf": .conf,
  ]

  /// By its name or an older one.
  init?(method: String) {
    guard let command = Self(rawValue: method) ?? Self.aliases[method] else { return nil }
    self = command
  }

  /// Whether it changes what the node does: worth a line in the log.
  var steers: Bool {
    switch self {
    case .revoke, .terminate, .revokeByStampedHeaders, .rateLimit, .timeLimit, .addConsumer, .cancelConsumer, .poolGrow,
      .poolShrink, .poolRestart, .autoscale, .shutdown, .pause, .resume, .loglevel:
      true
    default: false
    }
  }

  /// As the functions of celery/worker/control.py take their arguments.
  var signature: PythonSignature {
    switch self {
    case .report, .enableEvents, .disableEvents, .heartbeat, .activeQueues: PythonSignature(rawValue, takesMore: false)
    case .objgraph: PythonSignature(rawValue, optional: ["num", "max_depth", "type"], takesMore: false)
    case .autoscale: PythonSignature(rawValue, optional: ["max", "min"], takesMore: false)
    case .queryTask: PythonSignature(rawValue, ["ids"])
    case .hello: PythonSignature(rawValue, ["from_node"])
    case .election: PythonSignature(rawValue, ["id", "topic"])
    case .revoke: PythonSignature(rawValue, ["task_id"])
    case .terminate: PythonSignature(rawValue, ["signal", "task_id"])
    case .revokeByStampedHeaders: PythonSignature(rawValue, ["headers"])
    case .rateLimit: PythonSignature(rawValue, ["task_name", "rate_limit"])
    case .addConsumer, .cancelConsumer: PythonSignature(rawValue, ["queue"])
    default: PythonSignature(rawValue)
    }
  }
}
