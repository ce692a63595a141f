import Beat
import Schedules
import TaskConfiguration
import TaskModel
import Tasks

/// The entries of the beat: those of the application's code, and those of the configuration, which win where both have a
/// name.
struct ScheduleAssembly {
  private let configuration: DaemonConfiguration

  init(_ configuration: DaemonConfiguration) { self.configuration = configuration }

  /// What is wrong with the entries in the code. Those of the configuration were checked when it was read.
  var problems: [Problem] {
    codeEntries().compactMap { entry in
      if case .failure(let problem) = entry { Problem(problem.message) } else { nil }
    }
  }

  func entries(registry: TaskRegistry) -> [BeatEntry] {
    let configured = configuration.entries.map { beatEntry($0, registry) }
    let names = Set(configured.map(\.name))
    let coded = codeEntries().compactMap { try? $0.get() }.filter { !names.contains($0.name) }
    return (configured + coded).sorted { $0.name < $1.name }
  }

  private func beatEntry(_ entry: ScheduledEntry, _ registry: TaskRegistry) -> BeatEntry {
    let route = TaskAssembly(configuration: configuration).routes[entry.task]
    let own = registry[entry.task]?.options
    var message = TaskMessage(id: "", task: entry.task, arguments: entry.arguments)
    message.headers = entry.options.headers
    if let handler = registry[entry.task] { message.claimKey(by: handler) }
    return BeatEntry(
      name: entry.name, schedule: entry.schedule, task: entry.task, arguments: entry.arguments,
      queue: entry.options.queue ?? route?.queue ?? own?.queue ?? configuration.options.defaultQueue,
      priority: entry.options.priority ?? route?.priority ?? own?.priority ?? configuration.options.defaultPriority,
      expires: entry.options.expires ?? own?.expires, timeLimit: entry.options.timeLimit,
      headers: message.headers, catchUp: entry.catchUp,
      overlap: BeatEntry.Overlap(rawValue: entry.overlap.rawValue) ?? .allow, runsAtStart: entry.runsAtStart,
      isEnabled: entry.isEnabled, origin: entry.location.description)
  }

  private struct CodeProblem: Error { let message: String }

  private func codeEntries() -> [Result<BeatEntry, CodeProblem>] {
    let factory = MessageFactory(
      clock: FixedClock(), routes: TaskAssembly(configuration: configuration).routes,
      defaultQueue: configuration.options.defaultQueue, payloadLimit: configuration.options.maxMessageSize)
    return Application.schedule.map { task in
      do {
        let schedule = try task.schedule.resolved(defaultZone: configuration.zone) { identifier in
          try ZoneCatalog(files: DiskFiles()).rules(identifier)
        }
        let message = try task.message(by: factory)
        return .success(
          BeatEntry(
            name: task.entry, schedule: schedule, task: task.taskName, arguments: message.arguments,
            queue: message.queue, priority: message.priority, expires: message.expires.map { $0 - .epoch },
            timeLimit: message.timeLimit, headers: message.headers,
            catchUp: task.catchUp ?? configuration.options.catchUp,
            overlap: BeatEntry.Overlap(rawValue: task.overlap.rawValue) ?? .allow, runsAtStart: task.runsAtStart,
            origin: "compiled in"))
      } catch {
        return .failure(CodeProblem(message: "the schedule entry '\(task.entry)' in the code: \(error)"))
      }
    }
  }
}

/// Stands at the epoch, so that a message's times are durations from its sending.
private struct FixedClock: WallClock {
  var now: Timestamp { .epoch }
  func sleep(until deadline: Timestamp) async throws(CancellationError) {}
}
