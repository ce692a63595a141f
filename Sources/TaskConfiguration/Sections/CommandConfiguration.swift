package import TaskModel

/// One `[task:NAME]`: a command as a task.
package struct CommandConfiguration: Hashable, Sendable {
  /// What the result of the task is.
  package enum ResultMode: String, Hashable, Sendable, CaseIterable {
    /// Exit code, duration, last lines.
    case status
    /// What it wrote to stdout.
    case text
    /// The JSON value it wrote to stdout.
    case json
  }

  /// setrlimit(2); nil leaves the daemon's own limit.
  package struct Limits: Hashable, Sendable {
    /// Bytes of address space.
    package var memory: Int?
    /// Processor time.
    package var cpu: Duration?
    /// Open descriptors.
    package var files: Int?
    package var processes: Int?
  }

  package var name: TaskName
  package var aliases: [TaskName] = []
  /// argv, program first, placeholders unfilled.
  package var words: [String]
  package var result = ResultMode.status
  package var options = TaskOptions()
  /// With placeholders as in `words`; nil: by all arguments.
  package var uniqueKey: String?
  /// With placeholders as in `words`; nil: all of the task.
  package var concurrencyKey: String?
  /// Nil: the standard one.
  package var killGrace: Duration?
  package var user: String?
  package var group: String?
  /// Absolute.
  package var directory: String?
  /// From the keys `env.NAME`.
  package var environment: [String: String] = [:]
  package var passSecrets = false
  package var limits = Limits()
  /// Nil: the standard number.
  package var outputLines: Int?
  package var location: SourceLocation

  /// `command in /etc/tasksd/tasksd.ini:12`.
  package var origin: String { "command in \(location)" }
}
