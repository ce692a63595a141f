import Foundation
import MachineTesting

extension Machine {
  static let embeddedStore = "[tasksd]\nbroker_url = sqlite:////var/lib/tasksd/tasks.sqlite\n"

  /// A task `sh`, whose argument is a shell script and whose result is what that wrote.
  static let shellTask = "[task:sh]\ncommand = /usr/local/bin/run-script {0}\nresult = text\n"

  /// Starts the service with a configuration and, if wanted, a drop-in; returns at READY.
  func startTasksd(_ configuration: String = embeddedStore + shellTask, dropIn: String? = nil) async throws {
    try write("/usr/local/bin/run-script", "#!/bin/sh\nexec sh -c \"$1\"\n", mode: 0o755)
    try write("/etc/tasksd/tasksd.ini", configuration)
    if let dropIn { try write("/etc/systemd/system/tasksd.service.d/test.conf", dropIn) }
    _ = try await systemctl("daemon-reload").checked()
    _ = try await systemctl("start", "tasksd").checked()
  }

  /// Sends the task and waits for its end.
  func call(_ task: String, _ arguments: String..., then words: [String] = []) async throws -> CommandOutput {
    let json = String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self)
    return try await run(["tasksd", "call", task, "--args", json, "--wait"] + words)
  }

  /// What a shell script writes as a task `sh`, without the last newline.
  /// - Throws: ``MachineError`` when it fails.
  func task(_ script: String) async throws -> String {
    let json = try await call("sh", script).checked()
    let text = try JSONDecoder().decode(String.self, from: Data(json.utf8))
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
