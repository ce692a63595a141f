import Foundation
import MachineTesting
import ProcessTesting

/// A machine on which Debian's supervisor runs the two programs of config/supervisor.conf.
struct Supervised: Sendable {
  let machine: Machine
  /// supervisord's own log, from its beginning and as it grows.
  let log: OutputLines
  /// The log files of the programs, likewise.
  let worker: OutputLines
  let beat: OutputLines

  /// Boots one, and lets supervisor take over the two programs as the head of supervisor.conf says, until both run.
  /// - Parameters:
  ///   - sections: what /etc/tasksd/tasksd.ini has beside the store.
  ///   - edits: what stands differently in supervisor.conf; nothing: as it is shipped.
  static func running(
    _ sections: String = hold, editing edits: [String: String] = [:], _ story: (Supervised) async throws -> Void
  ) async throws {
    try await Machine.running(.installed) { machine in
      try machine.write(configuration, options + sections)
      let supervised = try await Supervised(machine)
      var text = try shipped()
      for (old, new) in edits {
        guard text.contains(old) else { throw MachineError("supervisor.conf has no '\(old)'") }
        text = text.replacing(old, with: new)
      }
      try machine.write(programs, text)
      _ = try await supervised.control("update").checked()
      for program in ["tasksd-beat", "tasksd-worker"] {
        try await supervised.wait(for: "success: \(program) entered RUNNING state")
      }
      try await story(supervised)
    }
  }

  private init(_ machine: Machine) async throws {
    self.machine = machine
    func follow(_ path: String) async throws -> OutputLines {
      try await machine.start(["tail", "--lines=+1", "--follow=name", "--retry", path]).standardOutput
    }
    log = try await follow("/var/log/supervisor/supervisord.log")
    worker = try await follow("/var/log/tasksd/worker.log")
    beat = try await follow("/var/log/tasksd/beat.log")
    _ = try await machine.systemctl("start", "supervisor").checked()
    try await wait(for: "supervisord started")
  }

  static let configuration = "/etc/tasksd/tasksd.ini"
  static let programs = "/etc/supervisor/conf.d/tasksd.conf"

  static let options = "[tasksd]\nbroker_url = sqlite:////var/lib/tasksd/tasks.sqlite\n"

  /// A task that waits at a fifo, in a process that its command has started: were it to outlive a KILL of the daemon, it
  /// would take what is meant for the next run.
  static let hold = """
    [task:hold]
    command = sh -c "echo holding; head -c 1 $0" /var/lib/tasksd/gate

    """

  static func shipped() throws -> String {
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: project.appending(path: "config/supervisor.conf"), encoding: .utf8)
  }
}

extension Supervised {
  /// supervisorctl with these words.
  func control(_ words: String...) async throws -> CommandOutput { try await machine.run(["supervisorctl"] + words) }

  /// What `supervisorctl status` calls a program: RUNNING, STOPPED, FATAL…
  func state(of program: String) async throws -> String {
    let words = try await control("status", program).output.split(separator: " ")
    return words.count > 1 ? String(words[1]) : ""
  }

  /// Waits until supervisord has said this, from the given line on, and returns the number of the next.
  @discardableResult
  func wait(for text: String, from start: Int = 0) async throws -> Int {
    try await log.first(containing: text, from: start).index + 1
  }

  func makeGate() async throws { try await machine.shell("mkfifo --mode 666 /var/lib/tasksd/gate") }

  /// One task at the gate goes on.
  func openGate() async throws { try await machine.shell("printf x > /var/lib/tasksd/gate") }

  /// Sends a task that waits at the gate, and returns its id when it runs.
  func holdTask() async throws -> String {
    let start = worker.all.count
    let id = try await machine.run(["tasksd", "call", "hold"]).checked()
    _ = try await worker.first("\(id) holding", from: start) { $0.contains("holding") && $0.contains(id) }
    return id
  }

  /// How many processes stand at the gate.
  func numberOfWaiting() async throws -> Int { Int(try await machine.shell("pgrep -xc head || true")) ?? 0 }

  func result(of id: String) async throws -> CommandOutput {
    try await machine.run(["tasksd", "result", id, "--wait"])
  }
}
