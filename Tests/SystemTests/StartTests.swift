import MachineTesting
import ProcessTesting
import Testing

/// `systemctl start`: what it waits for, and what is said meanwhile.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct StartTests {
  @Test func startReturnsWhenTasksAreTaken() async throws {
    try await Service.on { service in
      try await service.start()
      let (machine, unit) = (service.machine, service.unit)
      let state = try await machine.show(unit, "ActiveState", "SubState", "StatusText", "NRestarts", "Type", "User")
      #expect(state["ActiveState"] == "active" && state["SubState"] == "running" && state["NRestarts"] == "0")
      #expect(state["StatusText"] == "0 of 2 running", "\(state)")
      #expect(state["Type"] == "notify" && state["User"] == "tasksd")
      #expect(try await machine.run(["tasksd", "ctl", "inspect", "ping"]).checked().contains("pong"))
      let ready = try await machine.journal("-u", unit).filter { $0.message.contains("is ready") }
      #expect(ready.count == 1 && ready.first?.priority == 5, "\(ready)")
      // It is what systemd has started itself: nothing forks into the background.
      let process = try await machine.processID(of: unit)
      #expect(try await machine.shell("ps -o ppid=,user=,comm= -p \(process) | xargs") == "1 tasksd tasksd")
    }
  }

  /// Redis comes back only when systemd would have lost patience three times over.
  @Test func startWaitsForAStoreThatIsAwayAndSaysSo() async throws {
    try await Service.on(.redis, dropIn: "TimeoutStartSec=2") { service in
      let machine = service.machine
      _ = try await machine.systemctl("stop", "redis-server").checked()
      let start = try await machine.start(["systemctl", "start", service.unit])
      let status = try await machine.waitFor("StatusText", of: service.unit, contains: "store away, retrying")
      #expect(status.contains("redis://127.0.0.1:6379/0") && status.contains("Connection refused"), "\(status)")
      #expect(try await service.properties("ActiveState", "SubState") == ["activating", "start"])
      _ = try await machine.shell("systemd-run --on-active=6s systemctl start redis-server")
      #expect(await start.exit == .code(0))
      #expect(try await service.properties("ActiveState", "NRestarts", "Result") == ["active", "0", "success"])
      let said = try await machine.journal("-u", service.unit)
      #expect(said.count { $0.message.contains("the store is away") && $0.priority == 3 } == 1)
      let complaint = said.firstIndex { $0.message.contains("the store is away") } ?? .max
      let ready = said.firstIndex { $0.message.contains("is ready") } ?? 0
      #expect(complaint < ready)
    }
  }

  /// A configuration that cannot be read to its end, as on a file system that hangs.
  @Test func aStartThatHangsIsEnded() async throws {
    try await Service.on(dropIn: "TimeoutStartSec=2\nTimeoutStopSec=2\nRestart=no") { service in
      try await service.machine.shell("rm \(Service.configuration); mkfifo -m 666 \(Service.configuration)")
      #expect(try await service.machine.systemctl("start", service.unit).exit == .code(1))
      #expect(try await service.properties("ActiveState", "Result") == ["failed", "timeout"])
    }
  }

  @Test(arguments: ["nonsense = 1", "worker_concurrency = many"])
  func aWrongConfigurationIsNotTriedAgain(_ line: String) async throws {
    try await Service.on(options: line) { service in
      let machine = service.machine
      #expect(try await machine.systemctl("start", service.unit).exit == .code(1))
      try await failed(service, code: "78")
      let errors = try await machine.journal("-u", service.unit, "-p", "err")
      #expect(errors.contains { $0.message.contains("\(Service.configuration):4:") }, "\(errors)")
    }
  }

  @Test func aWrongCommandLineIsNotTriedAgain() async throws {
    try await Service.on(dropIn: "ExecStart=\nExecStart=/usr/bin/tasksd run --nonsense") { service in
      #expect(try await service.machine.systemctl("start", service.unit).exit == .code(1))
      try await failed(service, code: "64")
    }
  }

  private func failed(_ service: Service, code: String) async throws {
    let state = try await service.properties("ActiveState", "Result", "ExecMainStatus", "NRestarts")
    #expect(state == ["failed", "exit-code", code, "0"])
    #expect(try await !service.machine.shell("systemctl list-jobs").contains(service.unit))
  }

  @Test func enabledItStartsWithTheMachineBehindRedis() async throws {
    let image = try await MachineImage.installed.adding(
      """
      printf '\(Service.Store.redis.options.replacing("\n", with: "\\n"))' > etc/tasksd/tasksd.ini
      for unit in redis-server tasksd; do systemctl --quiet --root . enable $unit; done
      """)
    try await Machine.running(image) { machine in
      #expect(try await machine.systemctl("is-enabled", "tasksd").output == "enabled")
      #expect(try await machine.show("tasksd", "ActiveState")["ActiveState"] == "active")
      let order = try await machine.show("tasksd", "After", "Wants")
      #expect(order["After"]?.contains("redis-server.service") == true)
      for list in ["After", "Wants"] { #expect(order[list]?.contains("network-online.target") == true, "\(order)") }
      // It never had to wait for it.
      let said = try await machine.journal("-u", "tasksd")
      #expect(said.contains { $0.message.contains("is ready") } && !said.contains { $0.message.contains("away") })
    }
  }

  @Test func nothingIsWrittenOutsideItsDirectories() async throws {
    try await Service.on { service in
      let machine = service.machine
      try await machine.shell("touch /root/stamp; sync")
      try await service.start()
      _ = try await service.machine.shell("mkfifo -m 666 /var/lib/tasksd/gate")
      try await service.letGo(service.holdTask())
      try await service.stop()
      let others = "-path /var/log/journal -o -path /run/systemd -o -path /run/log -o -path /root"
      let written = try await machine.shell(
        "find / -xdev \\( \(others) \\) -prune -o -type f -newer /root/stamp -print; find /run -name '*tasksd*' -print")
      let strangers = written.split(separator: "\n").filter {
        !$0.hasPrefix("/var/lib/tasksd/") && !$0.hasPrefix("/run/tasksd") && !$0.hasPrefix("/run/systemd/")
      }
      #expect(strangers.isEmpty, "\(strangers)")
    }
  }
}
