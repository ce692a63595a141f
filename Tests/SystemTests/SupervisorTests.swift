import MachineTesting
import ProcessTesting
import Testing

/// The two programs of config/supervisor.conf under Debian's supervisor.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct SupervisorTests {
  private static let entry = """
    [celerybeat:hello]
    task = hello
    type = integer
    schedule = 3600
    run_at_start = true
    [task:hello]
    command = sh -c "echo hello from $LOGNAME in $HOME with $(umask)"

    """

  @Test func bothRunAndWhatTheBeatSendsTheWorkerRuns() async throws {
    try await Supervised.running(Self.entry) { supervised in
      let machine = supervised.machine
      for program in ["tasksd-beat", "tasksd-worker"] {
        #expect(try await supervised.state(of: program) == "RUNNING")
        let process = try await supervised.control("pid", program).checked()
        #expect(try await machine.shell("ps -o user= -p \(process)") == "tasksd")
      }
      _ = try await supervised.beat.first(containing: "schedule 'hello' sent")
      let hello = try await supervised.worker.first(containing: "hello from").line
      #expect(hello.contains("hello from tasksd in /var/lib/tasksd with 0027"), "\(hello)")
      _ = try await supervised.worker.first(containing: "succeeded in")
    }
  }

  @Test func eachAnswersOnASocketOfItsOwn() async throws {
    try await Supervised.running { supervised in
      for (role, options) in [("worker", []), ("beat", ["--socket", "/run/tasksd/control-beat.sock"])] {
        let pong = try await supervised.machine.run(["tasksd", "ctl"] + options + ["inspect", "ping"])
        #expect(pong.exit == .code(0) && pong.output.contains("pong"), "\(pong)")
        let status = try await supervised.machine.run(["tasksd", "ctl"] + options + ["status"])
        #expect(status.exit == .code(0), "\(status)")
        #expect(status.output.contains { $0.isNewline } && status.output.contains(role), "\(status)")
        let active = try await supervised.machine.run(["tasksd", "ctl"] + options + ["inspect", "active"])
        #expect(active.exit == .code(0), "\(active)")
      }
      let sockets = try await supervised.machine.shell("stat -c '%a %U %G %n' /run/tasksd/*.sock")
      #expect(
        sockets == "660 tasksd tasksd /run/tasksd/control-beat.sock\n660 tasksd tasksd /run/tasksd/control.sock")
    }
  }

  @Test func theLogFilesHaveTheStartAndAreWrittenByRootAlone() async throws {
    try await Supervised.running { supervised in
      for (name, log) in [("worker", supervised.worker), ("beat", supervised.beat)] {
        let line = try await log.first(containing: "is ready").line
        #expect(
          line.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d NOTE  tasksd .*/) != nil, "\(line)")
        #expect(try await supervised.machine.shell("stat -c '%U' /var/log/tasksd/\(name).log") == "root")
      }
      let directory = try await supervised.machine.shell("stat -c '%a %U %G' /var/log/tasksd")
      #expect(directory == "750 root tasksd")
      // Nothing of it is in the journal: supervisor keeps it.
      #expect(try await supervised.machine.journal("-t", "tasksd").allSatisfy { !$0.message.contains("is ready") })
    }
  }

  @Test func supervisorRotatesTheLog() async throws {
    let chatty = "[task:chatty]\ncommand = seq -f 'line number %g of many' 1 400\n"
    let edits = ["stdout_logfile_maxbytes=50MB": "stdout_logfile_maxbytes=20KB"]
    try await Supervised.running(chatty, editing: edits) { supervised in
      let reply = try await supervised.machine.run(["tasksd", "call", "chatty", "--wait"])
      #expect(reply.exit == .code(0), "\(reply)")
      try await supervised.machine.shell("until test -e /var/log/tasksd/worker.log.1; do sleep 0.1; done")
      #expect(try await supervised.state(of: "tasksd-worker") == "RUNNING")
    }
  }

  @Test func aHangUpReadsTheConfigurationAgain() async throws {
    try await Supervised.running { supervised in
      let machine = supervised.machine
      try machine.write(Supervised.configuration, Supervised.options + "[task:new]\ncommand = echo\n")
      let reply = try await supervised.control("signal", "HUP", "tasksd-worker", "tasksd-beat")
      #expect(reply.exit == .code(0), "\(reply)")
      for log in [supervised.worker, supervised.beat] { _ = try await log.first(containing: "configuration reloaded") }
      #expect(try await machine.run(["tasksd", "call", "new", "--wait"]).exit == .code(0))
    }
  }

  /// Before startsecs= supervisor asks for no exit code; after that 78 is one it does not start again for, and the daemon
  /// refuses a wrong file without ending.
  @Test func aWrongConfigurationIsSaidAndNotTriedForEver() async throws {
    try await Supervised.running { supervised in
      let machine = supervised.machine
      try machine.write(Supervised.configuration, Supervised.options + "nonsense = 1\n" + Supervised.hold)
      _ = try await supervised.control("signal", "HUP", "tasksd-worker").checked()
      _ = try await supervised.worker.first(containing: "was not reloaded")
      #expect(try await supervised.state(of: "tasksd-worker") == "RUNNING")
      let restart = try await supervised.control("restart", "tasksd-worker")
      #expect(restart.output.contains("spawn error"), "\(restart)")
      try await supervised.wait(for: "gave up: tasksd-worker entered FATAL state")
      #expect(try await supervised.state(of: "tasksd-worker") == "FATAL")
      #expect(supervised.log.all.count { $0.contains("tasksd-worker (exit status 78") } == 4)
      _ = try await supervised.worker.first(containing: "/etc/tasksd/tasksd.ini:3:")
      try machine.write(Supervised.configuration, Supervised.options + Supervised.hold)
      #expect(try await supervised.control("start", "tasksd-worker").output.contains("started"))
    }
  }
}
