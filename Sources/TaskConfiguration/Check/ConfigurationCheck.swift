package import TaskModel

/// Holds a configuration that was read against the rest of what is known: the tasks there are, their arguments, and
/// itself. Finds every problem at once.
package struct ConfigurationCheck: Sendable {
  /// What the process that asks is going to be.
  package enum Role: Hashable, Sendable {
    /// Worker and beat.
    case daemon
    case worker
    case beat
    /// A client, or `tasksd check`.
    case other
  }

  package var role: Role
  /// Compiled-in tasks by name, aliases too, with where each comes from, such as `Swift type Shop.SendSMS`.
  package var tasks: [TaskName: String]
  /// What is wrong with these arguments for this task; nil when they fit. Asked for known tasks only, those of
  /// ``DaemonConfiguration/commands`` included.
  package var argumentProblem: @Sendable (TaskName, TaskArguments) -> ArgumentError?

  package init(
    role: Role = .other, tasks: [TaskName: String],
    argumentProblem: @escaping @Sendable (TaskName, TaskArguments) -> ArgumentError? = { _, _ in nil }
  ) {
    self.role = role
    self.tasks = tasks
    self.argumentProblem = argumentProblem
  }

  /// The problems of the reading, with those found here.
  package func problems(of reading: ConfigurationReading) -> [Problem] {
    let configuration = reading.configuration
    let found =
      reading.problems + taskProblems(configuration) + referenceProblems(configuration)
      + OptionCheck(configuration: configuration, role: role).problems()
    return found.sorted(byFiles: configuration.files)
  }

  /// Every name by which a task can be called.
  private func names(_ configuration: DaemonConfiguration) -> Set<TaskName> {
    Set(tasks.keys).union(configuration.declaredCommands.keys).union(configuration.commands.flatMap(\.aliases))
  }

  /// Names that two tasks claim.
  private func taskProblems(_ configuration: DaemonConfiguration) -> [Problem] {
    var problems: [Problem] = []
    for (name, location) in configuration.declaredCommands {
      guard let other = tasks[name] else { continue }
      problems.append(
        Problem(at: location, "the name \(name) belongs to two tasks: this command and \(other)", hint: "rename one"))
    }
    var aliases: [TaskName: CommandConfiguration] = [:]
    for command in configuration.commands {
      for alias in command.aliases {
        let other = tasks[alias] ?? (aliases[alias] ?? configuration.commands.first { $0.name == alias })?.origin
        if let other {
          problems.append(
            Problem(at: command.location, "aliases: the name \(alias) belongs to \(other) too", hint: "remove one"))
        }
        aliases[alias] = command
      }
    }
    return problems
  }

  private func referenceProblems(_ configuration: DaemonConfiguration) -> [Problem] {
    let names = names(configuration)
    var problems: [Problem] = []
    for reference in configuration.references {
      if reference.isRemote {
        if names.contains(reference.task) {
          problems.append(
            Problem(as: .notice, at: reference.location, "remote: task \(reference.task) is known here as well"))
        }
      } else if !names.contains(reference.task) {
        problems.append(unknown(reference, names))
      } else if let arguments = reference.arguments, let error = argumentProblem(reference.task, arguments) {
        let hint = "correct args and kwargs"
        problems.append(
          Problem(
            at: reference.argumentsLocation, "the arguments do not fit task \(reference.task): \(error)", hint: hint))
      }
    }
    for route in configuration.routes where !names.contains(route.task) {
      let near = NearMiss.suggestion(for: route.task.rawValue, among: names.map(\.rawValue).sorted())
      problems.append(
        Problem(
          as: .notice, at: route.location, "the route is for task \(route.task), which is not known here",
          hint: route.task.rawValue.contains("*")
            ? "a route names one task; patterns have no effect" : near ?? "it holds for what is sent to other workers"))
    }
    return problems
  }

  /// An entry that is switched off may name what does not exist yet.
  private func unknown(_ reference: TaskReference, _ names: Set<TaskName>) -> Problem {
    let near = NearMiss.suggestion(for: reference.task.rawValue, among: names.map(\.rawValue).sorted())
    let hint = near ?? "declare [task:\(reference.task)], or write remote = true if another worker knows it"
    return Problem(
      as: reference.isEnabled ? .error : .notice, at: reference.location, "there is no task \(reference.task)",
      hint: hint)
  }
}
