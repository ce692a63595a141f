public import TaskModel

/// What can be looked at: `GET /v1/inspect/{name}`. Celery's names and reply shapes where Celery has them.
public enum InspectName: String, Sendable, CaseIterable {
  case ping, active, scheduled, reserved, registered, revoked, stats, conf, queues, schedule, dead
  case queryTask = "query_task"

  /// The query parameters it takes.
  public var parameters: [FieldRule] { own + RequestFields.otherNodes }

  /// The same for parameters that came another way than over the socket. Throws what is wrong with them.
  public func checked(_ parameters: JSONObject) throws(ControlProblem) -> JSONObject {
    try FieldRules(own).checked(parameters)
  }

  private var own: [FieldRule] {
    switch self {
    case .active, .scheduled, .reserved: [.limit]
    case .conf: [FieldRule("with_defaults", .flag)]
    case .schedule: [.next, .zone]
    case .dead: [.after, .limit]
    case .queryTask: [FieldRule("id", .texts, isRequired: true)]
    case .ping, .registered, .revoked, .stats, .queues: []
    }
  }
}

extension FieldRule {
  /// How many elements a list has at most.
  static let limit = FieldRule("limit", .whole(1...100_000))
  /// List what comes after this number.
  static let after = FieldRule("after", .whole(0...Int64.max))
  /// How many fire times of each entry.
  static let next = FieldRule("next", .whole(1...1000))
  /// A time zone by its IANA name.
  static let zone = FieldRule("zone", .text)
}
