import MachineTesting
import ProcessTesting
import Testing

/// How the programs of config/supervisor.conf end under Debian's supervisor, and what becomes of a running task.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct SupervisorStopTests {
  @Test func aStopWaitsForARunningTask() async throws {
    try await Supervised.running { supervised in
      try await supervised.makeGate()
      let id = try await supervised.holdTask()
      let stop = try await supervised.machine.start(["supervisorctl", "stop", "tasksd-worker"])
      try await supervised.wait(for: "waiting for tasksd-worker to stop")
      #expect(stop.processID != nil)
      try await supervised.openGate()
      #expect(await stop.exit == .code(0))
      try await supervised.wait(for: "stopped: tasksd-worker (exit status 0)")
      #expect(try await supervised.state(of: "tasksd-worker") == "STOPPED")
      #expect(try await supervised.state(of: "tasksd-beat") == "RUNNING")
      let result = try await supervised.result(of: id)
      #expect(result.exit == .code(0) && result.output.contains("holding"), "\(result)")
    }
  }

  /// The limit of the daemon, which lies before supervisor's.
  @Test func atItsLimitAStopGivesTheTaskBack() async throws {
    try await Supervised.running(editing: [#"TASKSD_STOP_TIMEOUT="590s""#: #"TASKSD_STOP_TIMEOUT="1s""#]) {
      supervised in
      try await supervised.makeGate()
      let id = try await supervised.holdTask()
      #expect(try await supervised.control("stop", "tasksd-worker").exit == .code(0))
      try await supervised.wait(for: "stopped: tasksd-worker (exit status 0)")
      _ = try await supervised.worker.first(containing: "was given back unfinished")
      try await runsAgain(id, on: supervised, delivery: nil)
    }
  }

  /// The limit of supervisor, were it the shorter one.
  @Test func whatSupervisorKillsRunsAgain() async throws {
    try await Supervised.running(editing: ["stopwaitsecs=600": "stopwaitsecs=1"]) { supervised in
      try await supervised.makeGate()
      let id = try await supervised.holdTask()
      #expect(try await supervised.control("stop", "tasksd-worker").exit == .code(0))
      try await supervised.wait(for: "stopped: tasksd-worker (terminated by SIGKILL)")
      try await runsAgain(id, on: supervised, delivery: "delivery=2")
    }
  }

  private func runsAgain(_ id: String, on supervised: Supervised, delivery: String?) async throws {
    let start = supervised.worker.all.count
    _ = try await supervised.control("start", "tasksd-worker").checked()
    _ = try await supervised.worker.first("\(id) again", from: start) { $0.contains("holding") && $0.contains(id) }
    #expect(try await supervised.numberOfWaiting() <= 1)
    try await supervised.openGate()
    #expect(try await supervised.result(of: id).exit == .code(0))
    let end = try await supervised.worker.first("the end of \(id)", from: start) {
      $0.contains("succeeded") && $0.contains(id)
    }
    #expect(end.line.contains("delivery=") == (delivery != nil) && end.line.contains(delivery ?? ""), "\(end.line)")
  }

  @Test func killedItIsStartedAgainAndGoesOnWithItsTask() async throws {
    try await Supervised.running { supervised in
      try await supervised.makeGate()
      let id = try await supervised.holdTask()
      let before = try await supervised.control("pid", "tasksd-worker").checked()
      let start = supervised.worker.all.count
      try await supervised.machine.shell("kill -KILL \(before)")
      let line = try await supervised.wait(for: "exited: tasksd-worker (terminated by SIGKILL; not expected)")
      _ = try await supervised.worker.first(containing: "took back 1 task that a dead node held", from: start)
      #expect(try await supervised.numberOfWaiting() <= 1)
      try await supervised.openGate()
      #expect(try await supervised.result(of: id).exit == .code(0))
      try await supervised.wait(for: "success: tasksd-worker entered RUNNING state", from: line)
      #expect(try await supervised.control("pid", "tasksd-worker").checked() != before)
    }
  }

  @Test func aKilledBeatIsStartedAgain() async throws {
    try await Supervised.running { supervised in
      let before = try await supervised.control("pid", "tasksd-beat").checked()
      let start = supervised.beat.all.count
      try await supervised.machine.shell("kill -KILL \(before)")
      try await supervised.wait(for: "exited: tasksd-beat (terminated by SIGKILL; not expected)")
      _ = try await supervised.beat.first(containing: "is ready", from: start)
      #expect(try await supervised.control("pid", "tasksd-beat").checked() != before)
    }
  }

  /// With the drop-in for supervisor.service that the head of supervisor.conf advises.
  @Test func whenSystemdStopsSupervisorARunningTaskFinishes() async throws {
    try await Supervised.running { supervised in
      let machine = supervised.machine
      let text = try Supervised.shipped()
      let advice = text.split(separator: "\n").first { $0.hasPrefix(";   TimeoutStopSec=") }?.dropFirst(4) ?? ""
      try machine.write("/etc/systemd/system/supervisor.service.d/tasksd.conf", "[Service]\n\(advice)\n")
      _ = try await machine.systemctl("daemon-reload").checked()
      #expect(try await machine.show("supervisor", "TimeoutStopUSec")["TimeoutStopUSec"] == "10min 30s")
      try await supervised.makeGate()
      let id = try await supervised.holdTask()
      let stop = try await machine.start(["systemctl", "stop", "supervisor"])
      try await supervised.wait(for: "tasksd-worker to die")
      try await supervised.openGate()
      #expect(await stop.exit == .code(0))
      let result = try await supervised.result(of: id)
      #expect(result.exit == .code(0), "\(result)")
      #expect(try await machine.run(["pgrep", "-x", "tasksd"]).exit == .code(1))
    }
  }
}
