/// The bodies and queries of the other requests.
public enum RequestFields {
  /// `POST /v1/tasks`. A `countdown` is in seconds; `expires` is a time or seconds from now; `force` sends a name that
  /// nobody knows.
  public static let call: [FieldRule] = [
    FieldRule("name", .text, isRequired: true),
    FieldRule("args", .array),
    FieldRule("kwargs", .object),
    FieldRule("countdown", .number(0...1e10)),
    FieldRule("eta", .time),
    FieldRule("expires", .timeOrSeconds),
    FieldRule("queue", .text),
    FieldRule("priority", .whole(0...9)),
    FieldRule("task_id", .text),
    FieldRule("headers", .object),
    FieldRule("force", .flag),
  ]

  /// The longest that one request waits for a result, in seconds. Whoever wants to wait longer asks again.
  public static let longestWait = 3600.0
  /// `GET /v1/tasks/{id}`.
  public static let result: [FieldRule] = [FieldRule("wait", .number(0...longestWait))]
  /// `GET /v1/schedule`.
  public static let schedule: [FieldRule] = [.next, .zone]
  /// `POST /v1/purge`: without `queues`, all of them.
  public static let purge: [FieldRule] = [FieldRule("queues", .texts)]
  /// `GET /v1/dead`.
  public static let deadLetters: [FieldRule] = [.after, .limit]
  /// `POST /v1/dead/replay` and `/drop`: some by number, or all.
  public static let deadLetterChoice: [FieldRule] = [FieldRule("numbers", .wholes), FieldRule("all", .flag)]

  /// Which nodes of the fleet are meant, `all` for every one, and how long to wait for their answers, in seconds. Without
  /// `node` it is the daemon that is asked.
  static let otherNodes: [FieldRule] = [FieldRule("node", .texts), FieldRule("timeout", .number(0...longestWait))]
  /// How long other nodes are waited for unless it is said, in seconds; as Celery's clients do.
  public static let standardNodeWait = 1.0

  static let callRules = FieldRules(call, exclusive: [("countdown", "eta")])
  static let deadLetterChoiceRules = FieldRules(deadLetterChoice, exclusive: [("numbers", "all")])
}
