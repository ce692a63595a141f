import CommandTasks
import Glibc
import TaskModel
import Testing

/// What is wrong is said the same way when the configuration is checked and when the command is to run.
@Suite struct StartingTests {
  private func failsToStart(_ command: Command, _ message: String, atCheck: Bool = true) async throws {
    if atCheck { #expect(try command.task().problems().contains { $0.description.contains(message) }) }
    var failure = try await command.failure()
    // A child that another test has just forked may still hold the file open as we wrote it.
    for _ in 0..<1000 where failure?.message.contains("Text file busy") == true {
      failure = try await command.failure()
    }
    #expect(failure?.type == "CommandNotStarted")
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "it started")")
  }

  private func withFile(_ content: String, mode: mode_t, _ body: (String) async throws -> Void) async throws {
    var template = Array("/tmp/tasksd-test-XXXXXX".utf8CString)
    let number = mkstemp(&template)
    try #require(number >= 0)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let bytes = Array(content.utf8)
    write(number, bytes, bytes.count)
    fchmod(number, mode)
    close(number)
    try await body(path)
  }

  @Test func missingNotExecutableAndDirectoryAreThreeThings() async throws {
    try await failsToStart(Command("/nowhere/backup.sh"), "program '/nowhere/backup.sh' does not exist")
    try await failsToStart(Command("/usr/bin"), "'/usr/bin' is a directory, not a program")
    try await withFile("#!/bin/sh\n", mode: 0o644) { path in
      try await failsToStart(Command(path), "program '\(path)' is not executable; chmod +x makes it so")
    }
  }

  @Test func aBareNameIsLookedForInPATH() async throws {
    #expect(try await Command("true").run()["exit_code"] == 0)
    try await failsToStart(Command("no-such-program"), "is in no directory of PATH")
    try await failsToStart(Command("true") { $0.environment = ["PATH": "/nowhere"] }, "PATH (/nowhere)")
  }

  @Test func aRelativePathBelongsToTheDirectory() async throws {
    #expect(try await Command("./true") { $0.directory = "/bin" }.run()["exit_code"] == 0)
    try await failsToStart(Command("./true") { $0.directory = "/tmp" }, "'/tmp/./true' does not exist")
  }

  @Test func theDirectoryMustBeThere() async throws {
    try await failsToStart(Command("true") { $0.directory = "/nowhere" }, "directory '/nowhere' does not exist")
    try await failsToStart(Command("true") { $0.directory = "/bin/true" }, "'/bin/true' is not a directory")
  }

  @Test func userAndGroupMustExist() async throws {
    try await failsToStart(Command("true") { $0.user = "no-such-user" }, "there is no user 'no-such-user'")
    try await failsToStart(Command("true") { $0.group = "no-such-group" }, "there is no group 'no-such-group'")
  }

  @Test func aMissingInterpreterIsNamed() async throws {
    try await withFile("#!/nowhere/python -u\n", mode: 0o755) { path in
      try await failsToStart(Command(path), "its interpreter '/nowhere/python' does not exist", atCheck: false)
    }
  }

  @Test func aFileThatIsNoProgramIsCalledSo() async throws {
    try await withFile("echo no first line\n", mode: 0o755) { path in
      try await failsToStart(Command(path), "nor a script that begins with #!", atCheck: false)
    }
  }

  @Test(.enabled(if: geteuid() == 0)) func aProgramTheUserMayNotRunIsCalledSo() async throws {
    try await withFile("#!/bin/sh\n", mode: 0o700) { path in
      let command = Command(path) { $0.user = "nobody" }
      try await failsToStart(command, "user 'nobody' may not execute '\(path)'", atCheck: false)
    }
  }

  @Test func argumentsBeyondTheSystemsLimitAreCalledSo() async throws {
    let words = Array(repeating: String(repeating: "x", count: 130_000), count: 40)
    try await failsToStart(Command("true") { $0.words += words }, "larger than Linux allows", atCheck: false)
  }

  @Test(arguments: ["", "A=B", "A\0"]) func namesOfVariablesAreChecked(name: String) {
    #expect(throws: CommandProblem.self) { try Command("true") { $0.environment = [name: "x"] }.task() }
  }

  @Test func linesToKeepHaveARange() {
    #expect(throws: CommandProblem.self) { try Command("true") { $0.outputLines = -1 }.task() }
    #expect(throws: CommandProblem.self) { try Command("true") { $0.outputLines = 1001 }.task() }
  }

  /// In a process of its own, since it gives up being root.
  @Test(.enabled(if: geteuid() == 0)) func whoIsNotRootCannotSwitch() async {
    await #expect(processExitsWith: .success) {
      try #require(setgroups(0, nil) == 0 && setgid(65534) == 0 && setuid(65534) == 0)
      let failure = try await Command("/bin/true") { $0.user = "daemon" }.failure()
      try #require(failure?.message.contains("cannot become user 'daemon'") == true)
      try #require(failure?.message.contains("only root") == true)
      // Itself is no switch.
      #expect(try await Command("/bin/true") { $0.user = "nobody" }.run()["exit_code"] == 0)
    }
  }
}
