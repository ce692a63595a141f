import MachineTesting
import Testing

@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct PackageInstallTests {
  @Test func aBareDebianMissesNothingButTwoLibraries() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      let missing = try await machine.run(["dpkg", "--install", DebianPackage.file]).errors.split(separator: "\n")
        .filter { $0.hasSuffix("is not installed.") }.map { $0.split(separator: " ")[1] }
      #expect(missing == ["libhiredis0.14", "libsqlite3-0"])

      // As `apt-get --fix-broken install` does.
      try await machine.installLibraries()
      try await machine.shell("dpkg --configure --pending")
      #expect(try await machine.show("tasksd", "ActiveState")["ActiveState"] == "active")
    }
  }

  @Test func theServiceRunsAtOnceWithoutAnyServerAndTheOthersWait() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installPackage()
      #expect(try await machine.run(["systemctl", "is-enabled", "tasksd"]).output == "enabled")
      #expect(try await machine.show("tasksd", "ActiveState", "SubState").values.sorted() == ["active", "running"])
      for unit in ["tasksd-worker.service", "tasksd-beat.service", "tasksd.socket"] {
        #expect(try await machine.run(["systemctl", "is-enabled", unit]).output == "disabled")
        #expect(try await machine.show(unit, "ActiveState")["ActiveState"] == "inactive")
      }
      #expect(try await machine.run(["tasksd", "ctl", "inspect", "ping"]).checked().contains("pong"))
      #expect(try await machine.run(["tasksd", "check"]).checked().contains("good"))
    }
  }

  @Test func onlyRootWritesTheConfigurationAndOnlyTheServiceReadsIt() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installPackage()
      let owners = try await machine.shell(
        "stat --format '%a %U:%G %n' /etc/tasksd /etc/tasksd/tasksd.ini /var/lib/tasksd /run/tasksd /var/log/tasksd")
      #expect(
        owners.split(separator: "\n") == [
          "2750 root:tasksd /etc/tasksd", "640 root:tasksd /etc/tasksd/tasksd.ini", "750 tasksd:tasksd /var/lib/tasksd",
          "750 tasksd:tasksd /run/tasksd", "750 root:tasksd /var/log/tasksd",
        ])
      let account = try await machine.shell("getent passwd tasksd")
      #expect(account.hasSuffix(":/var/lib/tasksd:/usr/sbin/nologin"))
    }
  }
}
