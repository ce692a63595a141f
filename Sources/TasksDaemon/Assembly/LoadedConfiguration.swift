import CommandTasks
import Glibc
import TaskConfiguration
import TaskModel
import Tasks

/// A configuration with everything that is wrong with it.
struct LoadedConfiguration: Sendable {
  let configuration: DaemonConfiguration
  let problems: [Problem]

  /// Reads the file, its includes, the environment and the command line, and holds it against the tasks there are.
  static func load(
    _ path: String?, overrides: [ConfigurationInput.Override] = [], role: ConfigurationCheck.Role
  ) -> LoadedConfiguration {
    let input = ConfigurationInput(
      files: DiskFiles(), environment: ProcessEnvironment.current, overrides: overrides,
      splitCommand: { line in
        let words = try CommandLineSplitter.split(line)
        _ = try CommandTemplate(words: words)
        return words
      }, checkKey: { _ = try KeyTemplate($0) })
    let reading = ConfigurationReader(input).read(path)
    let tasks = TaskAssembly(configuration: reading.configuration)
    let check = ConfigurationCheck(role: role, tasks: tasks.compiledIn, argumentProblem: tasks.argumentProblem)
    var problems = check.problems(of: reading) + tasks.problems
    problems += ScheduleAssembly(reading.configuration).problems
    // Asked last, and only of a configuration that is right in itself: the same missing program is not said twice.
    if problems.errors.isEmpty { problems += tasks.machineProblems }
    return LoadedConfiguration(configuration: reading.configuration, problems: problems)
  }

  /// What keeps a file of it from being read as a whole, such as a missing permission.
  var unreadableFile: Problem? { problems.first { $0.severity == .error && $0.file != nil && $0.line == nil } }

  /// Throws 78 with every error, one a line.
  func valid() throws(DaemonError) -> DaemonConfiguration {
    let errors = problems.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw DaemonError(.configuration, errors.map(\.description).joined(separator: "\n"))
    }
    return configuration
  }
}
