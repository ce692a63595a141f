import Glibc
import ProcessTesting
import TaskModel
import Testing

/// How a daemon ends, and what else signals do.
@Suite struct SignalTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func theFirstOneWaitsForWhatRunsAndGivesTheRestBack(_ signal: Int32) async throws {
    try await Site.visit("worker_prefetch_multiplier = 2\n" + Site.tasks) { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      let waiting = try await site.call("hello")
      daemon.signal(signal)
      try await daemon.waitForLine("stopping, 1 running task may finish first")
      gate.letOneGo()
      #expect(await daemon.exit == .code(0))
      #expect(daemon.messages.last == "stopped")
      #expect(try await site.run("result", running).status == 0)
      #expect(try await site.run("result", waiting).status == 1)
      _ = try await site.daemon()
      #expect(try await site.run("result", waiting, "--wait").status == 0)
    }
  }

  @Test func whileItStopsItTakesNothingNewAndStillAnswers() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      daemon.signal(SIGTERM)
      try await daemon.waitForLine("may finish first")
      let late = try await site.call("hello")
      let place = try await site.inspect("query_task", late)
      #expect(place[late]?.arrayValue?.first == "waiting", "\(place)")
      #expect(try await site.run("ctl", "status").output.contains("stopping"))
      gate.letOneGo()
      #expect(await daemon.exit == .code(0))
      #expect(try await site.run("result", late).status == 1)
    }
  }

  @Test func theSecondInterruptCancelsAndGivesBack() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      daemon.signal(SIGINT)
      try await daemon.waitForLine("may finish first")
      daemon.signal(SIGINT)
      #expect(await daemon.exit == .code(0))
      try await daemon.waitFor(running, "was given back unfinished")
      try await Self.runsAgain(running, at: site, gate)
    }
  }

  @Test func quitCancelsAtOnce() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      #expect(await daemon.stop(SIGQUIT) == .code(0))
      try await Self.runsAgain(running, at: site, gate)
    }
  }

  /// What was given back runs in the next daemon, and counts as its first delivery.
  private static func runsAgain(_ id: String, at site: Site, _ gate: Gate) async throws {
    let next = try await site.daemon()
    let started = try await next.waitFor(id, "started")
    #expect(started["delivery"] == nil)
    gate.letOneGo()
    #expect(try await site.run("result", id, "--wait").status == 0)
  }

  @Test func aBeatAloneEndsAtOnce() async throws {
    try await Site.visit { site in
      let beat = try await site.daemon("beat")
      #expect(await beat.stop() == .code(0))
    }
  }

  @Test func beforeItIsReadyItEndsAsWell() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      await first.stop()
      let store = try RawStore(site)
      try store.hold()
      let daemon = try await site.start([])
      try await daemon.waitForLine("the store is away")
      #expect(await daemon.stop() == .code(0))
      try store.letGo()
    }
  }

  @Test func tasksThatIgnoreTheStopAreCutOffAtTheStopTimeout() async throws {
    try await Site.visit("stop_timeout = 1\n" + Site.tasks) { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      #expect(await daemon.stop() == .code(0))
      try await daemon.waitForLine("the stop took longer than 1.0 s")
      try await Self.runsAgain(running, at: site, gate)
    }
  }

  @Test func stopTakingLeavesNewTasksInTheQueueUntilItIsResumed() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      daemon.signal(SIGTSTP)
      try await daemon.waitForLine("takes no new tasks")
      let id = try await site.call("hello")
      let place = try await site.inspect("query_task", id)
      #expect(place[id]?.arrayValue?.first == "waiting")
      #expect(try await site.run("ctl", "status").output.contains("paused"))
      #expect(try await site.run("ctl", "control", "resume").status == 0)
      #expect(try await site.run("result", id, "--wait").status == 0)
      daemon.signal(SIGTSTP)
      #expect(await daemon.stop() == .code(0))
    }
  }

  @Test func dumpStateWritesItToTheLog() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let id = try await site.call("hold")
      try await daemon.waitFor(id, "holding")
      daemon.signal(SIGUSR1)
      let line = try await daemon.log.first(containing: "state: ").line
      #expect(line.contains("active hold[\(id)]") && line.contains("threads 2"))
      gate.letOneGo()
    }
  }

  @Test func theControlCommandShutsDownWarm() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let id = try await site.call("hold")
      try await daemon.waitFor(id, "holding")
      #expect(try await site.run("ctl", "control", "shutdown").status == 0)
      try await daemon.waitForLine("may finish first")
      gate.letOneGo()
      #expect(await daemon.exit == .code(0))
      #expect(try await site.run("result", id).status == 0)
    }
  }
}
