import MachineTesting
import ProcessTesting
import Testing

/// What talks much loses nothing, and keeps nobody else from being heard.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(10)))
struct JournalFloodTests {
  private static let lines = 300_000

  private static let flood = """
    [task:flood]
    command = seq 1 \(lines)

    """

  @Test func noneOfManyLinesIsLostOrDoubledAndTheirOrderIsKept() async throws {
    try await Machine.running(.installed) { machine in
      try machine.write("/etc/systemd/journald.conf.d/room.conf", "[Journal]\nSystemMaxUse=2G\nRuntimeMaxUse=2G\n")
      _ = try await machine.systemctl("restart", "systemd-journald").checked()
      try await machine.startTasksd(Machine.embeddedStore + Self.flood + Machine.shellTask)
      let id = try await machine.run(["tasksd", "call", "flood"]).checked()
      // Others are served meanwhile.
      #expect(try await machine.task("echo here") == "here")
      _ = try await machine.run(["tasksd", "result", id, "--wait"]).checked()
      _ = try await machine.run(["journalctl", "--sync"]).checked()
      let differences = try await machine.run([
        "bash", "-c",
        "cmp <(journalctl --no-pager -o cat TASK_ID=\(id) STREAM=stdout) <(seq 1 \(Self.lines))",
      ])
      #expect(differences.exit == .code(0), "\(differences)")
      let suppressed = try await machine.run(["journalctl", "--no-pager", "--grep", "Suppressed|are not in the log"])
      #expect(suppressed.exit == .code(1), "\(suppressed)")
      #expect(try await machine.show("tasksd", "NRestarts")["NRestarts"] == "0")
      // Faster than 10,000 a second: what journald's own limit would have cut.
      let span = try await machine.shell(
        "journalctl --no-pager -o short-unix TASK_ID=\(id) STREAM=stdout | sed -n '1p;$p' | cut -d ' ' -f 1")
      let moments = span.split(separator: "\n").compactMap { Double($0) }
      if let first = moments.first, let last = moments.last, last > first {
        print("\(Self.lines) lines in the journal at \(Int(Double(Self.lines) / (last - first))) a second")
      }
    }
  }

  @Test func whatIsOverTheLimitOfARunIsCounted() async throws {
    try await Machine.running(.installed) { machine in
      try machine.write("/etc/systemd/journald.conf.d/room.conf", "[Journal]\nSystemMaxUse=2G\nRuntimeMaxUse=2G\n")
      _ = try await machine.systemctl("restart", "systemd-journald").checked()
      try await machine.startTasksd(Machine.embeddedStore + "[task:flood]\ncommand = sh -c \"yes | head -n 3000000\"\n")
      let id = try await machine.run(["tasksd", "call", "flood"]).checked()
      _ = try await machine.run(["tasksd", "result", id, "--wait"]).checked()
      let lost = try await machine.journal("TASK_ID=\(id)", "--grep", "are not in the log")
      #expect(!lost.isEmpty && lost.allSatisfy { $0.priority == 4 }, "\(lost)")
    }
  }
}
