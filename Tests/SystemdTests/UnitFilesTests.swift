import Foundation
import Testing

/// The shipped files, held against systemd itself where it is installed.
@Suite struct UnitFilesTests {
  /// Also where this file is reached through a link.
  static let project = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let services = ["tasksd.service", "tasksd@.service", "tasksd-worker.service", "tasksd-beat.service"]

  private func lines(_ name: String) throws -> [String] {
    let text = try String(contentsOf: Self.project.appending(path: "systemd/\(name)"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  @Test(arguments: services) func everyServiceHasTheSameSandbox(name: String) throws {
    let begin = "NoNewPrivileges=yes"
    let end = "SystemCallArchitectures=native"
    func sandbox(_ lines: [String]) -> [String] { Array(lines.drop { $0 != begin }.prefix { $0 != end }) }
    let own = sandbox(try lines(name))
    #expect(own.count > 20)
    #expect(own == sandbox(try lines("tasksd.service")))
  }

  @Test(arguments: services) func everyServiceKeepsTheContractWithTheDaemon(name: String) throws {
    let lines = try lines(name)
    for line in ["Type=notify", "KillMode=mixed", "RestartPreventExitStatus=64 78", "User=tasksd", "WatchdogSec=30"] {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(lines.contains { $0.hasPrefix("StateDirectory=tasksd") })
    #expect(lines.contains("TimeoutStopSec=\(name.contains("beat") ? 30 : 600)"))
  }

  /// With `true` in the daemon's place, since it need not be installed here.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")))
  func systemdFindsNothingToSay() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tasksd-units-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in Self.services + ["tasksd.socket"] {
      let text = try String(contentsOf: Self.project.appending(path: "systemd/\(name)"), encoding: .utf8)
      let copy = folder.appending(path: name.replacing("@.", with: "@shop."))
      try text.replacing("/usr/bin/tasksd", with: "/bin/true").write(to: copy, atomically: true, encoding: .utf8)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let output = try run("/usr/bin/systemd-analyze", ["verify"] + names.map { folder.appending(path: $0).path })
    #expect(output == "")
  }

  private func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self) + (process.terminationStatus == 0 ? "" : "failed")
  }
}
