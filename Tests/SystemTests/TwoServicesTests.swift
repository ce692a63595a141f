import MachineTesting
import ProcessTesting
import Testing

/// tasksd-worker.service and tasksd-beat.service on one machine, as Celery's two programs.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct TwoServicesTests {
  private static let sections = """
    [celerybeat:hello]
    task = hello
    type = integer
    schedule = 3600
    run_at_start = true
    [task:hello]
    command = echo hello

    """

  private func together(_ store: Service.Store, _ story: (Service, Service) async throws -> Void) async throws {
    try await Service.on(store, unit: "tasksd-worker", sections: Self.sections + Service.hold) { worker in
      let beat = try await Service(worker.machine, unit: "tasksd-beat")
      _ = try await worker.machine.systemctl("start", "tasksd-worker", "tasksd-beat").checked()
      try await story(worker, beat)
    }
  }

  @Test(arguments: Service.Store.allCases)
  func whatTheBeatSendsTheWorkerRuns(_ store: Service.Store) async throws {
    try await together(store) { worker, beat in
      let machine = worker.machine
      try await beat.said("schedule 'hello' sent")
      try await worker.said("hello[")
      for service in [worker, beat] {
        #expect(try await service.properties("ActiveState", "Result", "NRestarts") == ["active", "success", "0"])
      }
      #expect(!beat.log.all.contains { $0.contains("hello[") && $0.contains("succeeded") })
      try await machine.waitFor("StatusText", of: "tasksd-worker", contains: "of 2 running")
      let status = try await machine.waitFor("StatusText", of: "tasksd-beat", contains: "next scheduled")
      #expect(status.hasPrefix("beat, next scheduled 20"), "\(status)")
      #expect(try await machine.shell("systemctl status tasksd-beat").contains("Status: \"beat, next scheduled"))
    }
  }

  @Test func eachHasItsSocketAndStopsWithoutTheOther() async throws {
    try await together(.redis) { worker, beat in
      let machine = worker.machine
      try await worker.said("succeeded in")
      let sockets = try await machine.shell("stat -c '%a %U:%G %n' /run/tasksd/*.sock")
      #expect(
        sockets == "660 tasksd:tasksd /run/tasksd/control-beat.sock\n660 tasksd:tasksd /run/tasksd/control.sock")
      for socket in ["/run/tasksd/control.sock", "/run/tasksd/control-beat.sock"] {
        let pong = try await machine.run(["tasksd", "ctl", "--socket", socket, "inspect", "ping"])
        #expect(pong.exit == .code(0) && pong.output.contains("pong"), "\(pong)")
      }
      try await worker.makeGate()
      let task = try await worker.holdTask()
      // TERM has nothing to wait for, although a task runs.
      try await beat.stop()
      try await beat.said("Deactivated successfully")
      #expect(try await beat.property("ActiveState") == "inactive")
      #expect(try await worker.property("ActiveState") == "active")
      try await worker.letGo(task)
      try await worker.stop()
      #expect(try await worker.properties("ActiveState", "Result") == ["inactive", "success"])
      #expect(try await worker.queued() == "0")
    }
  }

  @Test func aKilledBeatIsUpAgainAndSendsNothingTwice() async throws {
    try await together(.embedded) { worker, beat in
      try await worker.said("succeeded in")
      let start = beat.log.all.count
      _ = try await beat.machine.systemctl("kill", "--kill-who=main", "--signal=KILL", "tasksd-beat").checked()
      try await beat.said("is ready", from: start)
      try await beat.wait(for: "ActiveState", equals: "active")
      #expect(try await beat.property("NRestarts") == "1")
      #expect(try await worker.property("NRestarts") == "0")
      #expect(beat.log.all.count { $0.contains("schedule 'hello' sent") } == 1)
    }
  }

  /// The whole and its parts are not for the same machine: the later one wins, and is alone, but lets running tasks finish.
  @Test func theyTakeThePlaceOfTheOneService() async throws {
    try await together(.embedded) { worker, beat in
      try await worker.makeGate()
      let task = try await worker.holdTask()
      let start = try await worker.machine.start(["systemctl", "start", "tasksd"])
      try await worker.wait(for: "ActiveState", equals: "deactivating")
      #expect(try await worker.machine.show("tasksd", "ActiveState")["ActiveState"] == "inactive")
      try await worker.openGate()
      #expect(await start.exit == .code(0), "\(start.standardError.text)")
      for service in [worker, beat] {
        #expect(try await service.properties("ActiveState", "Result") == ["inactive", "success"])
      }
      #expect(try await worker.machine.run(["tasksd", "result", task]).exit == .code(0))
      _ = try await worker.machine.systemctl("start", "tasksd-worker").checked()
      #expect(
        try await worker.machine.show("tasksd", "ActiveState", "Result") == [
          "ActiveState": "inactive", "Result": "success",
        ])
    }
  }
}
