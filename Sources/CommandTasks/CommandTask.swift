public import Logging
public import TaskModel

/// A command of the configuration as a task: runs a program without a shell, in a process group of its own, and leaves
/// nothing of the group behind.
///
/// - stdin is one JSON line, `{"id": …, "task": …, "args": […], "kwargs": {…}, "retries": …}`.
/// - Output goes to the log line by line (`stream` says which) with `task_id` and `task_name`; a line is cut at 16 KiB,
///   and of one run at most 10,000 lines a second are logged. Where stdout is the result, it is logged at debug.
/// - Every process of the group that is left when the program ends is killed. To leave a service behind, start it through
///   the service manager. A process that makes a session of its own (setsid) is beyond reach.
/// - What exit codes and signals mean stands at ``CommandVerdict``: 0 succeeds, 75 asks for a retry, all else fails.
public struct CommandTask: TaskHandler {
  public let specification: CommandSpecification
  let template: CommandTemplate
  let environment: CommandEnvironment
  let logger: Logger

  /// Throws what is wrong with the command's words, environment or account names as far as it can be known without
  /// looking at the machine; for the rest see ``problems()``.
  public init(
    _ specification: CommandSpecification, environment: CommandEnvironment, logger: Logger
  ) throws(CommandProblem) {
    template = try CommandTemplate(words: specification.words)
    for (name, value) in specification.environment {
      guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }) else {
        throw CommandProblem("'\(name)' is not a name of an environment variable")
      }
      guard !value.utf8.contains(0) else {
        throw CommandProblem("environment variable '\(name)' holds a NUL character")
      }
    }
    guard (0...LastLines.largestCount).contains(specification.outputLines) else {
      throw CommandProblem(
        "\(specification.outputLines) lines of output to keep; 0 to \(LastLines.largestCount) are possible")
    }
    self.specification = specification
    self.environment = environment
    self.logger = logger
  }

  public var name: TaskName { specification.name }
  public var aliases: [TaskName] { specification.aliases }
  public var options: TaskOptions { specification.options }
  public var origin: String { specification.origin }

  public func bind(_ arguments: TaskArguments) throws(ArgumentError) -> any BoundTask {
    BoundCommand(task: self, argv: try template.filled(with: arguments), arguments: arguments)
  }

  /// What stands in the way of a run on this machine at this moment: the program, the user and group, the directory.
  public func problems() -> [CommandProblem] {
    var problems: [CommandProblem] = []
    do throws(CommandProblem) {
      _ = try Account.find(user: specification.user, group: specification.group)
    } catch { problems.append(error) }
    do throws(CommandProblem) {
      try checkDirectory()
      _ = try program()
    } catch { problems.append(error) }
    return problems
  }

  func launch(_ argv: [String]) throws(CommandProblem) -> Launch {
    let account = try Account.find(user: specification.user, group: specification.group)
    try checkDirectory()
    return Launch(
      program: try program(), argv: argv, environment: variables(account), directory: specification.directory,
      account: account, limits: specification.limits, guardSocket: GroupGuard.shared.socket)
  }

  private func variables(_ account: Account?) -> [String: String] {
    environment.variables(passingSecrets: specification.passSecrets)
      .merging(account?.variables ?? [:]) { $1 }
      .merging(specification.environment) { $1 }
  }

  private func program() throws(CommandProblem) -> String {
    let path = specification.environment["PATH"] ?? environment.variables(passingSecrets: false)["PATH"]
    return try Program.find(template.program, searchPath: path, directory: specification.directory)
  }

  private func checkDirectory() throws(CommandProblem) {
    if let directory = specification.directory { try Program.check(directory: directory) }
  }
}
