import MachineTesting
import Testing

@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct StartTests {
  @Test func startReturnsWhenTasksAreTaken() async throws {
    try await Machine.running(.installed) { machine in
      try machine.write("/etc/tasksd/tasksd.ini", "[tasksd]\nbroker_url = sqlite:////var/lib/tasksd/tasks.sqlite\n")
      _ = try await machine.systemctl("start", "tasksd").checked()
      let unit = try await machine.show("tasksd", "ActiveState", "SubState", "StatusText", "NRestarts")
      #expect(unit["ActiveState"] == "active")
      #expect(unit["SubState"] == "running")
      #expect(unit["StatusText"] == "0 of 2 running", "\(unit)")
      #expect(try await machine.run(["tasksd", "ctl", "inspect", "ping"]).checked().contains("pong"))
      #expect(try await machine.journal("-u", "tasksd").contains { $0.message.contains("is ready") })
    }
  }
}
