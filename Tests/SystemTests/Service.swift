import MachineTesting
import ProcessTesting
import Testing

/// A unit of tasksd's on a machine of its own: what its stories do with it, and its journal as it grows.
struct Service: Sendable {
  let machine: Machine
  let unit: String
  /// What daemon and commands say, and what systemd says about the unit, from the beginning.
  let log: OutputLines

  /// Where tasks are kept.
  enum Store: String, Sendable, CaseIterable {
    case embedded = "sqlite:////var/lib/tasksd/tasks.sqlite"
    case redis = "redis://127.0.0.1/0"

    var options: String { "[tasksd]\nbroker_url = \(rawValue)\nworker_concurrency = 2\n" }
  }

  static let configuration = "/etc/tasksd/tasksd.ini"

  /// A task that waits at a fifo, in a process that its command has started: were it to outlive the daemon, it would take
  /// what is meant for the next run.
  static let hold = """
    [task:hold]
    command = sh -c "echo holding; head -c 1 gate"

    """

  /// Boots a machine for a story. The unit is not started; Redis is, where it is the store.
  /// - Parameters:
  ///   - options: further lines of `[tasksd]`.
  ///   - sections: what the configuration has behind it.
  ///   - dropIn: lines of `[Service]` that stand differently in the unit.
  static func on(
    _ store: Store = .embedded, unit: String = "tasksd", options: String = "", sections: String = hold,
    dropIn: String = "", _ story: (Service) async throws -> Void
  ) async throws {
    try await Machine.running(.installed) { machine in
      try machine.write(configuration, store.options + options + "\n" + sections)
      let service = try await Service(machine, unit: unit)
      if store == .redis { _ = try await machine.systemctl("start", "redis-server").checked() }
      if !dropIn.isEmpty { try await service.override(dropIn) }
      try await story(service)
    }
  }

  init(_ machine: Machine, unit: String) async throws {
    self.machine = machine
    self.unit = unit
    log = try await machine.followJournal("-u", unit).standardOutput
  }

  /// As `systemctl edit` would.
  func override(_ lines: String) async throws {
    try machine.write("/etc/systemd/system/\(unit).service.d/override.conf", "[Service]\n\(lines)\n")
    _ = try await machine.systemctl("daemon-reload").checked()
  }
}

extension Service {
  func start() async throws { _ = try await machine.systemctl("start", unit).checked() }
  func stop() async throws { _ = try await machine.systemctl("stop", unit).checked() }

  func property(_ name: String) async throws -> String { try await machine.show(unit, name)[name] ?? "" }
  func properties(_ names: String...) async throws -> [String] {
    var values: [String] = []
    for name in names { values.append(try await property(name)) }
    return values
  }

  func wait(for property: String, equals value: String) async throws {
    try await machine.waitFor(property, of: unit, equals: value)
  }

  /// Waits for a line of the journal with this text, from the given line on.
  @discardableResult
  func said(_ text: String, from start: Int = 0) async throws -> String {
    try await log.first(containing: text, from: start).line
  }

  func makeGate(in directory: String = "/var/lib/tasksd") async throws {
    try await machine.shell("install -d -o tasksd -g tasksd -m 750 \(directory); mkfifo --mode 666 \(directory)/gate")
  }

  /// One task at the gate goes on.
  func openGate(in directory: String = "/var/lib/tasksd") async throws {
    try await machine.shell("printf x > \(directory)/gate")
  }

  /// Sends a task that waits at the gate, and returns its id when it runs.
  func holdTask() async throws -> String {
    let start = log.all.count
    let id = try await machine.run(["tasksd", "call", "hold"]).checked()
    try await said("holding", from: start)
    return id
  }

  /// The running task, and no more than one, goes on, and succeeds.
  func letGo(_ id: String) async throws {
    #expect(try await machine.shell("pgrep -xc head") == "1")
    try await openGate()
    let result = try await machine.run(["tasksd", "result", id, "--wait"])
    #expect(result.exit == .code(0) && result.output.contains("holding"), "\(result)")
  }

  /// How many tasks wait in the queue, as the store says.
  func queued() async throws -> String { try await machine.shell("redis-cli llen celery") }
}
