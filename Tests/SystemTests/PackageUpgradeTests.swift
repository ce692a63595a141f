import MachineTesting
import ProcessTesting
import Testing

@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct PackageUpgradeTests {
  /// A task that says that it runs, and then waits to be let go.
  private static let configuration = """
    [tasksd]
    [task:hold]
    command = sh -c "echo > /var/lib/tasksd/begun; cat /var/lib/tasksd/gate"
    """

  @Test func itKeepsTheConfigurationAndWaitsForRunningTasks() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installPackage()
      try machine.write("/etc/tasksd/tasksd.ini", Self.configuration, mode: 0o640)
      try machine.write("/etc/default/tasksd", "TASKSD_TIMEZONE=Europe/Helsinki\n")
      try machine.write("/etc/tasksd/shop.ini", "[tasksd]\n")
      try await machine.shell("cd /var/lib/tasksd; mkfifo --mode 666 begun gate; systemctl restart tasksd tasksd@shop")
      let daemon = try await machine.processID(of: "tasksd")
      let shop = try await machine.processID(of: "tasksd@shop")
      let task = try await machine.shell("tasksd call hold; cat /var/lib/tasksd/begun > /dev/null")

      let upgrade = try await machine.start([
        "dpkg", "--force-confdef", "--force-confold", "--install", DebianPackage.laterFile,
      ])
      _ = try await upgrade.standardOutput.first(containing: "running tasks finish first")
      try await machine.waitFor("ActiveState", of: "tasksd", equals: "deactivating")
      #expect(try await machine.processID(of: "tasksd") == daemon)
      #expect(try await machine.shell("dpkg-query --show tasksd").hasSuffix("+later"))
      try await machine.shell("echo > /var/lib/tasksd/gate")
      #expect(await upgrade.exit == .code(0), "\(upgrade.standardError.text)")

      let unit = try await machine.show("tasksd", "ActiveState", "Result", "MainPID")
      #expect(unit["ActiveState"] == "active" && unit["Result"] == "success" && unit["MainPID"] != daemon)
      #expect(try await machine.show("tasksd@shop", "ActiveState")["ActiveState"] == "active")
      #expect(try await machine.processID(of: "tasksd@shop") != shop)
      #expect(try await machine.show("tasksd-worker", "ActiveState")["ActiveState"] == "inactive")
      _ = try await machine.run(["tasksd", "result", task]).checked()

      #expect(try machine.read("/etc/tasksd/tasksd.ini") == Self.configuration)
      #expect(try machine.read("/etc/default/tasksd") == "TASKSD_TIMEZONE=Europe/Helsinki\n")
      #expect(try machine.read("/etc/tasksd/tasksd.ini.dpkg-dist").hasSuffix("# later\n"))
    }
  }

  @Test func itLeavesAloneWhatDoesNotRunAndRenewsWhatNobodyChanged() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installPackage()
      try await machine.shell("systemctl stop tasksd; dpkg --install \(DebianPackage.laterFile)")
      #expect(try await machine.show("tasksd", "ActiveState")["ActiveState"] == "inactive")
      #expect(try await machine.run(["systemctl", "is-enabled", "tasksd"]).output == "enabled")
      #expect(try machine.read("/etc/tasksd/tasksd.ini").hasSuffix("# later\n"))
      #expect(try await machine.shell("stat --format '%a %U:%G' /etc/tasksd/tasksd.ini") == "640 root:tasksd")

      try await machine.shell("systemctl disable tasksd; dpkg --install \(DebianPackage.file)")
      #expect(try await machine.run(["systemctl", "is-enabled", "tasksd"]).output == "disabled")
    }
  }

  @Test func aWorkerAndABeatOfTheirOwnAreRestarted() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installPackage()
      try await machine.shell("systemctl disable --now tasksd; systemctl enable --now tasksd-worker tasksd-beat")
      let worker = try await machine.processID(of: "tasksd-worker")
      let beat = try await machine.processID(of: "tasksd-beat")
      try await machine.shell("dpkg --install \(DebianPackage.laterFile)")
      for (unit, before) in [("tasksd-worker", worker), ("tasksd-beat", beat)] {
        let now = try await machine.show(unit, "ActiveState", "MainPID")
        #expect(now["ActiveState"] == "active" && now["MainPID"] != before, "\(unit): \(now)")
      }
      #expect(try await machine.show("tasksd", "ActiveState")["ActiveState"] == "inactive")
    }
  }
}
