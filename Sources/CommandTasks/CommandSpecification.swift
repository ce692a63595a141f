public import TaskModel

/// One `[task:NAME]` of the configuration, as a plain value.
public struct CommandSpecification: Sendable {
  public var name: TaskName
  public var aliases: [TaskName]
  /// The argv, program first; see ``CommandTemplate`` for what may stand in a word.
  public var words: [String]
  public var result: CommandResultMode
  /// Queue, priority, expiry, time limits, retry policy and the like.
  ///
  /// At the soft limit the process group gets TERM and, `killGrace` later, KILL; the hard limit is the latest moment
  /// for that KILL. Without a soft limit the last tenth of the hard one (at most `killGrace`) is left for cleaning up:
  /// TERM comes that much earlier.
  public var options: TaskOptions
  /// From TERM to KILL.
  public var killGrace: Duration
  /// Name or number of the user to run as; nil: the daemon's. Only root, or a daemon with CAP_SETUID, CAP_SETGID
  /// and (to stop it) CAP_KILL, can switch.
  public var user: String?
  /// Name or number of the group; nil: the user's own groups.
  public var group: String?
  /// Nil: the daemon's.
  public var directory: String?
  /// Added to the environment, and stronger than what is there.
  public var environment: [String: String]
  /// Whether the environment has `SECRET_…`, `MAIN_SQL_PASSWORD` and passwords inside URLs.
  public var passSecrets: Bool
  public var limits: ResourceLimits
  /// Of which key it is to be the only one, where its options say so; nil: its name and its arguments.
  public var uniqueKey: KeyTemplate?
  /// With which others its runs are counted, where its options limit how many run at once; nil: all of the task.
  public var concurrencyKey: KeyTemplate?
  /// How many of the last lines of output go into the result or the failure: 0 to 1000.
  public var outputLines: Int
  /// For people: `command in /etc/tasksd/tasksd.ini:12`.
  public var origin: String

  public static let standardKillGrace: Duration = .seconds(5)
  public static let standardOutputLines = 20

  public init(
    name: TaskName, aliases: [TaskName] = [], words: [String], result: CommandResultMode = .status,
    options: TaskOptions = TaskOptions(), killGrace: Duration = Self.standardKillGrace, user: String? = nil,
    group: String? = nil, directory: String? = nil, environment: [String: String] = [:], passSecrets: Bool = false,
    limits: ResourceLimits = ResourceLimits(), uniqueKey: KeyTemplate? = nil, concurrencyKey: KeyTemplate? = nil,
    outputLines: Int = Self.standardOutputLines, origin: String = "command"
  ) {
    self.name = name
    self.aliases = aliases
    self.words = words
    self.result = result
    self.options = options
    self.killGrace = killGrace
    self.user = user
    self.group = group
    self.directory = directory
    self.environment = environment
    self.passSecrets = passSecrets
    self.limits = limits
    self.uniqueKey = uniqueKey
    self.concurrencyKey = concurrencyKey
    self.outputLines = outputLines
    self.origin = origin
  }
}
