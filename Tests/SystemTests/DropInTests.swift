import MachineTesting
import ProcessTesting
import Testing

/// The drop-ins that the head of tasksd.service offers, each as it stands there.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct DropInTests {
  private func dropIn(_ purpose: String) throws -> String { try UnitFile("tasksd.service").dropIn(for: purpose) }

  /// A new one needs a story of its own here.
  @Test func allAreTried() throws {
    let purposes = try UnitFile("tasksd.service").dropIns.map(\.purpose)
    #expect(purposes.count == 5, "\(purposes)")
  }

  @Test func aCommandWritesElsewhere() async throws {
    let text = try dropIn("write outside")
    try await Machine.running(.installed) { machine in
      try await machine.shell("install -d -o tasksd /srv/shop; install -d -o tasksd /var/backups/shop")
      try await machine.startTasksd(dropIn: text)
      #expect(
        try await machine.task("touch /srv/shop/a /var/backups/shop/a && ls /srv/shop /var/backups/shop | grep -c a$")
          == "2")
      #expect(try await machine.call("sh", "touch /etc/x").exit == .code(1))
    }
  }

  @Test func aCommandReadsHomes() async throws {
    let text = try dropIn("home directories")
    try await Machine.running(.installed) { machine in
      try await machine.shell(
        "install -d -o tasksd /home/site; echo hello > /home/site/file; chmod 644 /home/site/file")
      try await machine.startTasksd(dropIn: text)
      #expect(try await machine.task("cat /home/site/file") == "hello")
      #expect(try await machine.call("sh", "touch /home/site/x").exit == .code(1))
    }
  }

  @Test func aCommandBecomesAnotherUserAndIsStopped() async throws {
    let text = try dropIn("user = …")
    try await Machine.running(.installed) { machine in
      try await machine.startTasksd(
        Machine.embeddedStore + """
          [task:who]
          command = sh -c "id -un; grep -h -E Cap.[nrfm] /proc/self/status"
          user = backup
          result = text
          [task:long]
          command = sleep 4711
          user = backup
          timeout = 1s
          """, dropIn: text)
      let who = try await machine.call("who").checked()
      #expect(who.hasPrefix("\"backup\\n"), "\(who)")
      for set in ["CapPrm", "CapEff", "CapAmb"] {
        #expect(who.contains("\(set):\\t0000000000000000"), "\(who)")
      }
      #expect(try await machine.call("long").exit == .code(1))
      #expect(try await machine.run(["pgrep", "-f", "sleep 4711"]).exit == .code(1))
    }
  }

  @Test func aCommandUsesSetUserBits() async throws {
    let text = try dropIn("sudo")
    try await Machine.running(.installed) { machine in
      try await machine.shell("cp /bin/cat /usr/local/bin/cat-as-root; chmod 4755 /usr/local/bin/cat-as-root")
      try await machine.startTasksd()
      #expect(try await machine.call("sh", "cat-as-root /etc/shadow").exit == .code(1))
      _ = try await machine.systemctl("stop", "tasksd").checked()
      try await machine.startTasksd(dropIn: text)
      #expect(try await machine.task("cat-as-root /etc/shadow | grep -c ^root:") == "1")
    }
  }
}
