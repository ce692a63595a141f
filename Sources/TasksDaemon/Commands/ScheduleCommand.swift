import ArgumentParser
import Beat
import Logging
import Schedules
import SQLiteBackend
import TaskConfiguration
import TaskModel
import Tasks
import WorkerThreads

/// `tasksd schedule`: when everything fires next.
struct ScheduleCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "schedule", abstract: "Show the next fire times of every scheduled entry.",
    discussion: """
      Reads the configuration, and what the beat remembers from the store, so that intervals show their real grid.
      """)

  @Option(help: ArgumentHelp("How many fire times of each.", valueName: "n")) var next = 1
  @Option(help: ArgumentHelp("The time zone to show times in; by default the configuration's.", valueName: "zone"))
  var zone: String?
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var client: ClientOptions

  func validate() throws {
    guard (1...1000).contains(next) else { throw ValidationError("--next is from 1 to 1000, not \(next)") }
  }

  func run() async throws {
    configuration.noteIgnored()
    let valid = try LoadedConfiguration.load(configuration.config, role: .other).valid()
    let rules = try zone.map(ScheduleView.zone) ?? valid.zone
    let clock = try SystemClock()
    let assembly = TaskAssembly(configuration: valid)
    let queue = assembly.queue(broker: UnopenedStore(), results: nil, clock: clock, origin: "")
    let logger = Logger(label: "tasksd")
    let registry = try assembly.registry(
      in: assembly.context(services: Services(), queue: queue, logger: logger), logger: logger)
    let entries = ScheduleAssembly(valid).entries(registry: registry)
    let memories = await remembered(valid.options, clock)
    let view = ScheduleView(zone: rules, next: next, now: clock.now)
    let records = entries.map { view.record($0, memory: memories[$0.name]) }
    if client.json { return Terminal.print(json: .array(records.map(JSONValue.object))) }
    Terminal.print(ScheduleView.table(records))
  }

  /// What the beat remembers, read from the store; nothing where there is none yet, or it does not answer.
  private func remembered(_ options: DaemonOptions, _ clock: SystemClock) async -> [String: EntryMemory] {
    // To look must not make a database.
    if case .sqlite(let path) = options.broker, DiskFiles().kind(of: path) == .missing { return [:] }
    guard
      let store = try? await StoreOpening.open(options, clock: clock, name: "client", logger: Logger(label: "tasksd"))
    else { return [:] }
    defer { store.close() }
    let memories = (try? await store.backend.entryMemories()) ?? []
    return Dictionary(memories.map { ($0.entry, $0) }, uniquingKeysWith: { $1 })
  }
}
