import MachineTesting
import ProcessTesting
import Testing

/// The process that ends what commands have started, should the daemon be killed, beside systemd, which does so too.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct CommandGuardTests {
  @Test func itEndsWithTheServiceAndSystemdHasNothingToSay() async throws {
    try await Machine.running(.installed) { machine in
      try machine.write(Supervised.configuration, Supervised.options + "[task:hello]\ncommand = echo hello\n")
      _ = try await machine.systemctl("start", "tasksd").checked()
      #expect(try await machine.run(["pgrep", "--full", "^tasksd-guard"]).exit == .code(1))
      _ = try await machine.run(["tasksd", "call", "hello", "--wait"]).checked()
      #expect(try await machine.shell("pgrep --full --count ^tasksd-guard") == "1")
      _ = try await machine.systemctl("stop", "tasksd").checked()
      #expect(try await machine.run(["pgrep", "--full", "^tasksd-guard"]).exit == .code(1))
      // Nobody had to be killed, and nobody was left.
      let said = try await machine.journal("-u", "tasksd").filter { $0["SYSLOG_IDENTIFIER"] == "systemd" }
      #expect(!said.contains { $0.message.contains("Killing") || $0.message.contains("remains") }, "\(said)")
    }
  }
}
