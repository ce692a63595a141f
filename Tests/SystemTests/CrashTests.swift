import MachineTesting
import ProcessTesting
import Testing

/// A daemon that is killed is up again at once, and so are its tasks.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct CrashTests {
  /// With a lease of an hour: it is not what the tasks wait for.
  @Test(arguments: Service.Store.allCases)
  func killedItIsStartedAgainAndTakesItsTasksOverAtOnce(_ store: Service.Store) async throws {
    try await Service.on(store, options: "worker_lease = 1h") { service in
      let machine = service.machine
      try await service.start()
      try await service.makeGate()
      let task = try await service.holdTask()
      let process = try await machine.processID(of: service.unit)
      let start = service.log.all.count
      _ = try await machine.systemctl("kill", "--kill-who=main", "--signal=KILL", service.unit).checked()
      try await service.said("Failed with result 'signal'", from: start)
      try await service.said("took back 1 task that a dead node held", from: start)
      try await service.said("holding", from: start)
      try await service.wait(for: "ActiveState", equals: "active")
      #expect(try await service.property("NRestarts") == "1")
      #expect(try await machine.processID(of: service.unit) != process)
      try await service.letGo(task)
      try await service.said("succeeded in", from: start)
      let end = try await machine.journal("TASK_ID=\(task)", "OUTCOME=success")
      #expect(end.count == 1 && end.first?["DELIVERY"] == "2", "\(end)")
    }
  }
}
