import MachineTesting
import ProcessTesting
import Testing

/// tasksd@.service: several sites on one machine, each with its own file, state and socket.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct SitesTests {
  private static func configuration(_ site: String, store: Service.Store = .redis) -> String {
    """
    [tasksd]
    broker_url = \(store == .redis ? store.rawValue : "sqlite:////var/lib/tasksd/\(site)/tasks.sqlite")
    worker_queues = \(site)
    task_default_queue = \(site)
    [task:where]
    command = sh -c "echo \(site) in $(pwd)"

    """
  }

  @Test(arguments: Service.Store.allCases)
  func twoSitesRunBesideEachOther(_ store: Service.Store) async throws {
    try await Machine.running(.installed) { machine in
      if store == .redis { _ = try await machine.systemctl("start", "redis-server").checked() }
      for site in ["shop", "bakery"] {
        try machine.write("/etc/tasksd/\(site).ini", Self.configuration(site, store: store))
      }
      _ = try await machine.systemctl("start", "tasksd@shop", "tasksd@bakery").checked()
      for site in ["shop", "bakery"] {
        let socket = "/run/tasksd/\(site)/control.sock"
        let unit = try await machine.show("tasksd@\(site)", "ActiveState", "Description", "StateDirectory", "User")
        #expect(unit["ActiveState"] == "active" && unit["StateDirectory"] == "tasksd/\(site)", "\(unit)")
        #expect(unit["Description"] == "Delayed and scheduled tasks of \(site)" && unit["User"] == "tasksd")
        #expect(try await machine.shell("stat -c '%a %U:%G' \(socket)") == "660 tasksd:tasksd")
        let client = ["--config", "/etc/tasksd/\(site).ini", "--socket", socket]
        let pong = try await machine.run(["tasksd", "ctl"] + client + ["inspect", "ping"]).checked()
        #expect(pong.contains("\(site)@") && !pong.contains(site == "shop" ? "bakery" : "shop"), "\(pong)")
        let told = try await machine.run(["tasksd", "call", "where", "--wait"] + client)
        #expect(told.exit == .code(0) && told.output.contains("\(site) in /var/lib/tasksd/\(site)"), "\(told)")
        let said = try await machine.journal("-u", "tasksd@\(site)").filter { $0.message.contains("is ready") }
        #expect(said.count == 1 && said.allSatisfy { $0.message.contains("\(site)@") }, "\(said)")
      }
      // One goes on without the other.
      let bakery = try await machine.processID(of: "tasksd@bakery")
      _ = try await machine.systemctl("stop", "tasksd@shop").checked()
      #expect(
        try await machine.show("tasksd@shop", "ActiveState", "Result") == [
          "ActiveState": "inactive", "Result": "success",
        ])
      #expect(try await machine.processID(of: "tasksd@bakery") == bakery)
      #expect(try await machine.show("tasksd@bakery", "ActiveState")["ActiveState"] == "active")
    }
  }

  @Test func aDropInIsForOneSiteOrForAll() async throws {
    try await Machine.running(.installed) { machine in
      try machine.write("/etc/systemd/system/tasksd@.service.d/all.conf", "[Service]\nTimeoutStopSec=700\n")
      try machine.write("/etc/systemd/system/tasksd@shop.service.d/one.conf", "[Service]\nReadWritePaths=/srv\n")
      _ = try await machine.systemctl("daemon-reload").checked()
      let shop = try await machine.show("tasksd@shop", "TimeoutStopUSec", "ReadWritePaths")
      #expect(shop == ["TimeoutStopUSec": "11min 40s", "ReadWritePaths": "/srv"])
      let bakery = try await machine.show("tasksd@bakery", "TimeoutStopUSec", "ReadWritePaths")
      #expect(bakery == ["TimeoutStopUSec": "11min 40s", "ReadWritePaths": ""])
    }
  }

  @Test func aSiteWithoutAFileSaysWhichIsMissing() async throws {
    try await Machine.running(.installed) { machine in
      #expect(try await machine.systemctl("start", "tasksd@nowhere").exit == .code(1))
      let unit = try await machine.show("tasksd@nowhere", "ActiveState", "ExecMainStatus", "NRestarts")
      #expect(unit == ["ActiveState": "failed", "ExecMainStatus": "78", "NRestarts": "0"])
      let said = try await machine.journal("-u", "tasksd@nowhere", "-p", "err")
      #expect(said.contains { $0.message.contains("/etc/tasksd/nowhere.ini") }, "\(said)")
    }
  }
}
