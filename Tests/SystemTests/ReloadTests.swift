import MachineTesting
import ProcessTesting
import Testing

/// `systemctl reload`: a good file is in force without a restart, a bad one changes nothing and says why.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct ReloadTests {
  @Test func aGoodFileIsInForceAndRunningTasksGoOn() async throws {
    try await Service.on { service in
      let machine = service.machine
      try await service.start()
      try await service.makeGate()
      let process = try await machine.processID(of: service.unit)
      let task = try await service.holdTask()
      let more = "[task:new]\ncommand = echo new\n"
      try machine.write(Service.configuration, Service.Store.embedded.options + Service.hold + more)
      #expect(try await machine.systemctl("reload", service.unit).exit == .code(0))
      try await service.said("configuration reloaded")
      #expect(try await machine.run(["tasksd", "call", "new", "--wait"]).exit == .code(0))
      try await service.letGo(task)
      try await service.wait(for: "ActiveState", equals: "active")
      #expect(try await service.properties("NRestarts", "SubState") == ["0", "running"])
      #expect(try await machine.processID(of: service.unit) == process)
    }
  }

  @Test func aBadFileIsRefusedWithItsReason() async throws {
    try await Service.on { service in
      let machine = service.machine
      try await service.start()
      try await service.makeGate()
      let process = try await machine.processID(of: service.unit)
      try machine.write(Service.configuration, Service.Store.embedded.options + "nonsense = 1\n" + Service.hold)
      #expect(try await machine.systemctl("reload", service.unit).exit == .code(1))
      let said = try await machine.journal("-u", service.unit)
      #expect(said.contains { $0.message.contains("\(Service.configuration):4:") }, "\(said)")
      #expect(try await service.properties("ActiveState", "SubState", "NRestarts") == ["active", "running", "0"])
      #expect(try await machine.processID(of: service.unit) == process)

      // Whoever sends the signal has no answer; the old file stays in force all the same.
      _ = try await machine.systemctl("kill", "--kill-who=main", "--signal=HUP", service.unit).checked()
      try await service.said("the configuration was not reloaded, the old one stays")
      try machine.write(Service.configuration, Service.Store.embedded.options + Service.hold)
      try await service.letGo(service.holdTask())
      #expect(try await machine.processID(of: service.unit) == process)
    }
  }
}
