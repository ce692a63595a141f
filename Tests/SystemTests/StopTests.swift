import MachineTesting
import ProcessTesting
import Testing

/// `systemctl stop`: what runs may finish, what does not is handed back, and nothing is lost.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct StopTests {
  private static let hello = "[task:hello]\ncommand = echo hello\n"

  /// The task ends only when systemd would have lost patience three times over; what waits behind it stays in the queue.
  @Test func aStopWaitsForARunningTaskLongerThanSystemdWould() async throws {
    let sections = Service.hold + Self.hello
    try await Service.on(.redis, sections: sections, dropIn: "TimeoutStopSec=2") { service in
      let machine = service.machine
      try machine.write("/etc/default/tasksd", "TASKSD_WORKER_CONCURRENCY=1\n")
      try await service.start()
      try await service.makeGate()
      let task = try await service.holdTask()
      try await machine.shell("for i in 1 2 3; do tasksd call hello; done")
      try await machine.shell("systemd-run --on-active=6s sh -c 'printf x > /var/lib/tasksd/gate'")
      try await service.stop()
      #expect(try await service.properties("ActiveState", "Result", "ExecMainStatus") == ["inactive", "success", "0"])
      try await service.said("Deactivated successfully")
      try await service.said("1 running task may finish first")
      #expect(try await machine.run(["tasksd", "result", task]).exit == .code(0))
      #expect(try await service.queued() == "3")
      #expect(try await machine.shell("redis-cli hlen unacked") == "0")
    }
  }

  @Test(arguments: Service.Store.allCases)
  func whatDoesNotFinishInItsTimeIsHandedBackAndRunsAgain(_ store: Service.Store) async throws {
    try await Service.on(store, options: "stop_timeout = 1s") { service in
      try await service.start()
      try await service.makeGate()
      let task = try await service.holdTask()
      try await service.stop()
      #expect(try await service.properties("ActiveState", "Result", "ExecMainStatus") == ["inactive", "success", "0"])
      #expect(try await service.machine.run(["pgrep", "-x", "head"]).exit == .code(1))
      if store == .redis {
        #expect(try await service.queued() == "1")
        #expect(try await service.machine.shell("redis-cli hlen unacked") == "0")
      }
      let restart = service.log.all.count
      try await service.start()
      try await service.said("holding", from: restart)
      try await service.letGo(task)
    }
  }

  @Test func whatIsPurgedWhileItIsStoppedDoesNotRun() async throws {
    try await Service.on(.redis, sections: Self.hello) { service in
      let machine = service.machine
      try await machine.shell("for i in 1 2 3; do tasksd call hello; done")
      #expect(try await machine.run(["tasksd", "purge", "--force"]).checked().contains("3"))
      try await service.start()
      #expect(try await machine.run(["tasksd", "call", "hello", "--wait"]).exit == .code(0))
      try await service.stop()
      #expect(try await machine.journal("-u", service.unit).count { $0.message.contains("succeeded in") } == 1)
    }
  }

  /// As somebody would try it by hand, with Ctrl-C.
  @Test func inTheForegroundASecondInterruptHandsBack() async throws {
    try await Service.on(.redis) { service in
      let machine = service.machine
      try await machine.shell("cd /var/lib/tasksd; mkfifo -m 666 gate")
      let words = ["runuser", "-u", "tasksd", "--", "env", "-C", "/var/lib/tasksd", "/usr/bin/tasksd", "run"]
      try await machine.shell("install -d -o tasksd /run/tasksd")
      let daemon = try await machine.start(words)
      _ = try await daemon.standardError.first(containing: "is ready")
      _ = try await machine.run(["tasksd", "call", "hold"]).checked()
      _ = try await daemon.standardError.first(containing: "holding")
      try await machine.shell("pkill -INT -x tasksd")
      _ = try await daemon.standardError.first(containing: "1 running task may finish first")
      try await machine.shell("pkill -INT -x tasksd")
      #expect(await daemon.exit == .code(0))
      #expect(try await service.queued() == "1")
    }
  }
}
