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
  /// Which dead letters: all that pass every one that is given. `task` may have the wildcards `*`, `?` and `[a-z]`;
  /// `reason` is part of the reason or its detail, in any case; they died before and after these moments.
  public static let deadLetterFilter: [FieldRule] = [
    FieldRule("id", .text), FieldRule("task", .text), FieldRule("queue", .text), FieldRule("reason", .text),
    FieldRule("died_before", .time), FieldRule("died_after", .time),
  ]
  /// `GET /v1/dead`.
  public static let deadLetters: [FieldRule] = [.after, .limit] + deadLetterFilter
  /// `POST /v1/dead/drop`: some by number, those that pass a filter, or all.
  public static let deadLetterChoice: [FieldRule] =
    [FieldRule("numbers", .wholes), FieldRule("all", .flag)] + deadLetterFilter
  /// `POST /v1/dead/replay`: the same, and the queue they are to go to in place of their own.
  public static let deadLetterReplay: [FieldRule] = deadLetterChoice + [FieldRule("to", .text)]

  /// Which nodes of the fleet are meant, `all` for every one, and how long to wait for their answers, in seconds. Without
  /// `node` it is the daemon that is asked.
  static let otherNodes: [FieldRule] = [FieldRule("node", .texts), FieldRule("timeout", .number(0...longestWait))]
  /// How long other nodes are waited for unless it is said, in seconds; as Celery's clients do.
  public static let standardNodeWait = 1.0

  static let callRules = FieldRules(call, exclusive: [("countdown", "eta")])
  static let deadLetterChoiceRules = FieldRules(deadLetterChoice, exclusive: deadLetterExclusive)
  static let deadLetterReplayRules = FieldRules(deadLetterReplay, exclusive: deadLetterExclusive)
  private static let deadLetterExclusive =
    [("numbers", "all")] + deadLetterFilter.flatMap { [("numbers", $0.name), ("all", $0.name)] }
}
