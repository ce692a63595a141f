import MachineTesting
import Testing

@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct PackageRemovalTests {
  @Test func itStopsTheServiceAndKeepsConfigurationAndQueues() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installPackage()
      try machine.write("/etc/tasksd/tasksd.ini", "[tasksd]\n# ours\n", mode: 0o640)
      try machine.write("/etc/tasksd/shop.ini", "[tasksd]\n", mode: 0o640)
      try await machine.shell("systemctl start tasksd@shop; dpkg --remove tasksd")
      let running = try await machine.shell("systemctl --no-legend --plain list-units --state running 'tasksd*'")
      #expect(running == "")
      #expect(try machine.read("/etc/tasksd/tasksd.ini") == "[tasksd]\n# ours\n")
      try await machine.shell("test -s /var/lib/tasksd/tasksd.db")

      // Installed again, it runs again, as at first.
      try await machine.shell("dpkg --install \(DebianPackage.file)")
      #expect(try await machine.show("tasksd", "ActiveState")["ActiveState"] == "active")
      #expect(try machine.read("/etc/tasksd/tasksd.ini") == "[tasksd]\n# ours\n")
    }
  }

  @Test func purgingLeavesNothingBehind() async throws {
    try await Machine.running(DebianPackage.machine) { machine in
      try await machine.installLibraries()
      let before = try await machine.paths()
      try await machine.shell("dpkg --install \(DebianPackage.file)")
      try machine.write("/etc/tasksd/shop.ini", "[tasksd]\n")
      try machine.write("/etc/default/tasksd-shop", "TASKSD_LOGLEVEL=debug\n")
      for unit in ["tasksd.service", "tasksd@.service", "tasksd@shop.service"] {
        try machine.write("/etc/systemd/system/\(unit).d/override.conf", "[Service]\nCPUWeight=50\n")
      }
      try await machine.shell(
        """
        systemctl daemon-reload
        systemctl stop tasksd
        systemctl enable --now tasksd@shop tasksd.socket
        systemctl start tasksd
        usermod --append --groups tasksd nobody
        """)

      #expect(try await machine.run(["dpkg", "--purge", "tasksd"]).checked() != "")
      #expect(try await machine.paths().subtracting(before) == [])
      #expect(try await machine.run(["getent", "passwd", "tasksd"]).output == "")
      #expect(try await machine.run(["getent", "group", "tasksd"]).output == "")
      #expect(try await machine.shell("systemctl --no-legend list-units 'tasksd*'") == "")
      #expect(try await machine.systemctl("--no-legend", "list-unit-files", "tasksd*").output == "")
    }
  }
}
