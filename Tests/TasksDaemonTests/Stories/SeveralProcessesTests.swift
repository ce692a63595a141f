import Glibc
import ProcessTesting
import TaskModel
import Testing

/// More than one process at one place, and commands without a daemon.
@Suite struct SeveralProcessesTests {
  @Test func aSecondDaemonIsRefusedAndToldOfTheFirst() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      for words in [["run"], ["worker"], ["beat"]] {
        let second = try await site.run(words)
        #expect(second.status == 73)
        #expect(second.errors.contains("process \(first.processID)"), "\(second)")
      }
      #expect(try await site.run("ctl", "status").status == 0)
    }
  }

  @Test func theLockOfADeadDaemonIsNoLock() async throws {
    try await Site.visit { site in
      let dead = try await site.daemon()
      await dead.kill9()
      _ = try await site.daemon()
    }
  }

  @Test func workerAndBeatWorkTogetherAsTwoProcesses() async throws {
    let entry = "[celerybeat:e]\ntask = hello\ntype = integer\nschedule = 3600\nrun_at_start = true\n"
    try await Site.visit(Site.tasks + entry) { site in
      let worker = try await site.daemon("worker")
      let beat = try await site.daemon("beat")
      try await worker.waitFor("hello[", "succeeded")
      #expect(try await site.inspect("schedule")["beat"] == "not here")
      #expect(try await site.run("ctl", "status").output.contains("beat is off"))
      let beatSocket = site.path("control-beat.sock")
      let schedule = try await site.run("ctl", "--socket", beatSocket, "inspect", "schedule", "--json")
      #expect(schedule.output.contains("\"sent\":1"), "\(schedule)")
      let active = try await site.run("ctl", "inspect", "active", "--socket", beatSocket)
      #expect(active.output.contains("none"))
      let pause = try await site.run("ctl", "control", "pause", "--socket", beatSocket)
      #expect(pause.status == 1 && pause.errors.contains("runs no tasks"), "\(pause)")
      #expect(await beat.stop() == .code(0))
      #expect(await worker.stop() == .code(0))
    }
  }

  @Test func aBeatAloneLeavesNothingInItsWorkingDirectory() async throws {
    try await Site.visit { site in
      try site.write(
        "elsewhere.ini",
        "[tasksd]\nstate_directory = \(site.path("there/state"))\n"
          + "control_socket = \(site.path("there/c.sock"))\nlog_format = json\n")
      let before = try site.names()
      let beat = try await site.daemon("beat", "-A", "x", configuration: site.path("elsewhere.ini"))
      await beat.stop()
      #expect(try site.names() == (before + ["there"]).sorted())
    }
  }

  @Test func withoutADaemonATaskGoesStraightIntoTheStore() async throws {
    try await Site.visit { site in
      let id = try await site.call("hello", "--kwargs", #"{"name": "you"}"#)
      let early = try await site.run("result", id)
      #expect(early.status == 1 && early.errors.contains("unknown"), "\(early)")
      _ = try await site.daemon()
      let late = try await site.run("result", id, "--wait", "60")
      #expect(late.status == 0 && late.output == #""hello you""#, "\(late)")
    }
  }

  @Test func aCallWaitsInTheStoreForADaemonThatIsNotThereYet() async throws {
    try await Site.visit { site in
      let id = try await site.call("hello")
      // Without a daemon this process watches the store itself, and is woken by the other process's work.
      async let waiting = site.run("result", id, "--wait", "120")
      _ = try await site.daemon()
      let reply = try await waiting
      #expect(reply.status == 0, "\(reply)")
    }
  }

  @Test func twoDaemonsOfDifferentNamesShareOneStore() async throws {
    try await Site.visit { site in
      func configuration(_ name: String) throws -> String {
        try site.write(
          "\(name).ini",
          """
          [tasksd]
          broker_url = sqlite:///%(here)s/shared.db
          state_directory = %(here)s/\(name)
          control_socket = %(here)s/\(name).sock
          hostname = \(name)@here
          log_format = json
          log_level = debug
          worker_concurrency = 1
          worker_prefetch_multiplier = 1
          \(Site.tasks)
          """)
        return site.path("\(name).ini")
      }
      let (one, two) = (try configuration("one"), try configuration("two"))
      let gate = try Gate(site)
      let first = try await site.daemon(configuration: one)
      let second = try await site.daemon(configuration: two)
      for _ in 0..<2 { _ = try await site.bare(["call", "hold", "--config", one]) }
      // Each has one thread, so each holds one.
      try await first.waitForLine("holding")
      try await second.waitForLine("holding")
      gate.letOneGo()
      gate.letOneGo()
      try await first.waitFor("hold[", "succeeded")
      try await second.waitFor("hold[", "succeeded")
    }
  }

  @Test func twoDaemonsOfOneNameMayNotShareAStore() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      try site.write(
        "two.ini",
        """
        [tasksd]
        broker_url = sqlite:///%(here)s/state/tasksd.db
        state_directory = %(here)s/two
        control_socket = %(here)s/two.sock
        log_format = json
        """)
      let second = try await site.bare(["run", "--config", site.path("two.ini")])
      #expect(second.status == 73 && second.errors.contains("process \(first.processID)"), "\(second)")
      #expect(second.errors.contains("--hostname"), "\(second)")
      let named = try await site.start(["run", "--hostname", "two@here"], configuration: site.path("two.ini"))
      try await named.waitForReady()
      let beat = try await site.start(["beat"], configuration: site.path("two.ini"))
      #expect(await beat.exit == .code(73))
    }
  }

  @Test func whatADeadNodeHeldIsTakenOverByAnother() async throws {
    try await Site.visit { site in
      try site.write(
        "two.ini",
        """
        [tasksd]
        broker_url = sqlite:///%(here)s/state/tasksd.db
        state_directory = %(here)s/two
        control_socket = %(here)s/two.sock
        hostname = two@here
        worker_lease = 1
        log_format = json
        log_level = debug
        \(Site.tasks)
        """)
      try site.write("one.ini", Site.options + "worker_lease = 1\nhostname = one@here\n" + Site.tasks)
      let gate = try Gate(site)
      let one = try await site.daemon(configuration: site.path("one.ini"))
      let id = try await site.call("hold")
      try await one.waitFor(id, "holding")
      let two = try await site.daemon(configuration: site.path("two.ini"))
      await one.kill9()
      try await two.waitFor(id, "holding")
      gate.letOneGo()
      try await two.waitFor(id, "succeeded")
    }
  }

  @Test func aStoreThatAnotherProcessHoldsIsNotReadyUntilItIsFree() async throws {
    try await Site.visit { site in
      // The store is there already; somebody holds it exclusively.
      let first = try await site.daemon()
      await first.stop()
      let store = try RawStore(site)
      try store.hold()
      let daemon = try await site.start([])
      try await daemon.waitForLine("the store is away")
      #expect(!daemon.messages.contains { $0.contains("is ready") })
      try store.letGo()
      try await daemon.waitForReady()
    }
  }
}
