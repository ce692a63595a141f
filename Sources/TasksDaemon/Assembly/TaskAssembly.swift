import CommandTasks
import FoundationEssentials
import Logging
import TaskConfiguration
import TaskModel
import Tasks

/// Makes the handlers of everything that can run here: the application's Swift tasks and the configured commands.
struct TaskAssembly: Sendable {
  let configuration: DaemonConfiguration

  /// A context that is good for binding arguments, and for nothing else.
  private var idleContext: ApplicationContext {
    ApplicationContext(queue: TaskQueue(broker: UnopenedStore(), results: nil, clock: StoppedClock()))
  }

  /// Compiled-in tasks by name and alias, with where each comes from.
  var compiledIn: [TaskName: String] {
    var names: [TaskName: String] = [:]
    for handler in (try? TaskRegistry(Application.tasks, in: idleContext))?.handlers ?? [] {
      for name in [handler.name] + handler.aliases { names[name] = handler.origin }
    }
    return names
  }

  /// What is wrong with the tasks themselves, such as two of one name.
  var problems: [Problem] {
    do throws(RegistrationError) {
      _ = try TaskRegistry(Application.tasks, in: idleContext)
      return []
    } catch {
      return error.problems.map { Problem($0) }
    }
  }

  /// What is wrong with these arguments for that task.
  var argumentProblem: @Sendable (TaskName, TaskArguments) -> ArgumentError? {
    let registry = try? registry(in: idleContext, logger: Logger(label: "check"))
    return { name, arguments in
      guard let handler = registry?[name] else { return nil }
      do throws(ArgumentError) {
        _ = try handler.bind(arguments)
        return nil
      } catch { return error }
    }
  }

  func registry(in context: ApplicationContext, logger: Logger) throws(DaemonError) -> TaskRegistry {
    do throws(RegistrationError) {
      return try TaskRegistry(Application.tasks, and: try commands(logger), in: context)
    } catch {
      throw DaemonError(.configuration, error.problems.joined(separator: "\n"))
    }
  }

  /// What stands in the way of the commands on this machine: accounts that do not exist, directories, programs.
  var machineProblems: [Problem] {
    let environment = CommandEnvironment(settings: configuration.settings, secrets: configuration.secrets)
    var problems: [Problem] = []
    for command in configuration.commands {
      // What is wrong with the words of a command was found where it was read.
      guard
        let task = try? CommandTask(specification(command), environment: environment, logger: Logger(label: "check"))
      else { continue }
      problems += task.problems().map { Problem(at: command.location, "task \(command.name): \($0)") }
    }
    return problems
  }

  private func commands(_ logger: Logger) throws(RegistrationError) -> [any TaskHandler] {
    let environment = CommandEnvironment(settings: configuration.settings, secrets: configuration.secrets)
    var commands: [any TaskHandler] = []
    var problems: [String] = []
    for command in configuration.commands {
      do throws(CommandProblem) {
        commands.append(try CommandTask(specification(command), environment: environment, logger: logger))
      } catch {
        problems.append("\(command.location): task \(command.name): \(error)")
      }
    }
    guard problems.isEmpty else { throw RegistrationError(problems) }
    return commands
  }

  private func specification(_ command: CommandConfiguration) -> CommandSpecification {
    CommandSpecification(
      name: command.name, aliases: command.aliases, words: command.words,
      result: CommandResultMode(rawValue: command.result.rawValue) ?? .status, options: command.options,
      killGrace: command.killGrace ?? CommandSpecification.standardKillGrace, user: command.user,
      group: command.group, directory: command.directory, environment: command.environment,
      passSecrets: command.passSecrets,
      limits: ResourceLimits(
        memory: command.limits.memory.map(UInt64.init(clamping:)),
        cpu: command.limits.cpu.map { UInt64(max(1, $0.inSeconds.rounded(.up))) },
        files: command.limits.files.map(UInt64.init(clamping:)),
        processes: command.limits.processes.map(UInt64.init(clamping:))),
      uniqueKey: command.uniqueKey.flatMap { try? KeyTemplate($0) },
      concurrencyKey: command.concurrencyKey.flatMap { try? KeyTemplate($0) },
      outputLines: command.outputLines ?? CommandSpecification.standardOutputLines, origin: command.origin)
  }

  /// What runs of Swift tasks share.
  func context(services: Services, queue: TaskQueue, logger: Logger) -> ApplicationContext {
    ApplicationContext(
      settings: Settings(configuration.settings), services: services,
      siteURL: configuration.options.siteURL.flatMap { URL(string: $0) }, queue: queue, logger: logger)
  }

  /// Where the configuration sends tasks.
  var routes: TaskRoutes {
    TaskRoutes(
      Dictionary(
        configuration.routes.map { ($0.task, TaskRoutes.Route(queue: $0.queue, priority: $0.priority)) },
        uniquingKeysWith: { $1 }))
  }

  func queue(broker: any Broker, results: (any ResultStore)?, clock: any WallClock, origin: String) -> TaskQueue {
    TaskQueue(
      broker: broker, results: results, clock: clock, routes: routes, defaultQueue: configuration.options.defaultQueue,
      defaultPriority: configuration.options.defaultPriority,
      payloadLimit: configuration.options.maxMessageSize, origin: origin)
  }
}

/// For contexts in which nothing ever asks the time.
private struct StoppedClock: WallClock {
  var now: Timestamp { .epoch }
  func sleep(until deadline: Timestamp) async throws(CancellationError) {}
}
