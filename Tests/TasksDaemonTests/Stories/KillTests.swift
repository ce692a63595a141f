import ControlAPI
import Glibc
import ProcessTesting
import Synchronization
import TaskModel
import Testing

/// kill -9 at any moment: nothing accepted is lost, no tick is lost or doubled.
@Suite struct KillTests {
  @Test func everyAcceptedTaskSucceedsHoweverOftenTheDaemonIsKilled() async throws {
    try await Site.visit { site in
      let accepted = Accepted()
      for _ in 0..<4 {
        let daemon = try await site.daemon("run", "--concurrency", "4", "--loglevel", "info")
        let client = DaemonClient(socketPath: site.socket)
        let sending = Task {
          // Ids are only counted when the daemon said that it took them.
          for _ in 0..<100 {
            guard let id = try? await client.send(["name": "note"])["id"]?.stringValue else { return }
            accepted.add(id)
          }
        }
        // Any moment of its work will do: the one at which it ended so many tasks.
        try await daemon.waitForEndings(Int.random(in: 1...60))
        await daemon.kill9()
        await sending.value
        await client.shutdown()
      }
      let daemon = try await site.daemon("run", "--concurrency", "4", "--loglevel", "info")
      let client = DaemonClient(socketPath: site.socket)
      for _ in 0..<50 {
        let id = try #require(try await client.send(["name": "note"])["id"]?.stringValue)
        accepted.add(id)
      }
      for id in accepted.ids {
        let result = try await client.finalResult(of: TaskID(id))
        #expect(result["state"] == "SUCCESS", "\(result)")
      }
      let noted = Set(site.lines("ran").compactMap { try? JSONParser.parse($0)["id"]?.stringValue })
      #expect(noted.isSuperset(of: accepted.ids))
      #expect(try await client.deadLetters()["count"] == 0)
      await client.shutdown()
      await daemon.stop()
    }
  }

  @Test func aRunningTaskIsTakenOverAtOnceByTheNextDaemon() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let first = try await site.daemon()
      let id = try await site.call("hold")
      try await first.waitFor(id, "holding")
      await first.kill9()
      let second = try await site.daemon()
      try await second.waitForLine("took back 1 task that a dead node held")
      let started = try await second.waitFor(id, "started")
      #expect(started["delivery"] == "2")
      gate.letOneGo()
      let result = try await site.run("result", id, "--wait")
      #expect(result.status == 0, "\(result)")
    }
  }

  /// The kernel ends the command itself; what it has started would go on beside the next run.
  @Test func nothingThatACommandStartedOutlivesItsDaemon() async throws {
    let task = """
      [task:tree]
      command = sh -c "exec 3> $0; sleep 1000 & echo holding; wait" "%(here)s/alive"

      """
    try await Site.visit(task) { site in
      try #require(mkfifo(site.path("alive"), 0o600) == 0)
      // Ends with the last one who has the fifo open.
      let witness = try await ChildProcess(
        ["/bin/cat", site.path("alive")], environment: Tasksd.environment, directory: site.directory)
      site.children.add(witness)
      let daemon = try await site.daemon()
      try await daemon.waitFor(try await site.call("tree"), "holding")
      await daemon.kill9()
      #expect(await witness.exit == .code(0))
    }
  }

  @Test func aTaskThatTakesItsDaemonDownThreeTimesIsSetAside() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let id = try await site.call("hold")
      for _ in 0..<3 {
        let daemon = try await site.daemon()
        try await daemon.waitFor(id, "holding")
        await daemon.kill9()
      }
      let daemon = try await site.daemon()
      try await daemon.waitFor(id, "was set aside")
      let letters = try await site.inspect("dead")["letters"]?.arrayValue
      #expect(letters?.first?["id"] == .string(id))
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      _ = gate
    }
  }

  @Test func noTickOfAShortIntervalIsLostOrDoubled() async throws {
    try await Site.visit(Self.ticking) { site in
      for _ in 0..<4 {
        let daemon = try await site.daemon()
        for _ in 0..<Int.random(in: 2...6) { try await daemon.waitForNextTick() }
        await daemon.kill9()
      }
      let daemon = try await site.daemon()
      for _ in 0..<3 { try await daemon.waitForNextTick() }
      await daemon.stop()
      let ticks = try await site.dueTimes(configuration: site.configuration, socket: site.socket)
      #expect(ticks.count >= 3)
      for (tick, next) in zip(ticks, ticks.dropFirst()) { #expect(next - tick == .milliseconds(200)) }
    }
  }

  /// Nobody knows the task, so that each tick's message stays to be looked at.
  private static let ticking = """
    [celerybeat:tick]
    task = somewhere.else
    type = timedelta
    schedule = {"milliseconds": 200}
    catch_up = all
    remote = true

    """

  @Test func anIntervalKeepsItsGridAcrossAKill() async throws {
    try await Site.visit(Site.tasks + "[celerybeat:e]\ntask = hello\ntype = integer\nschedule = 3600\n") { site in
      let first = try await site.daemon()
      let before = try await site.inspect("schedule")
      await first.kill9()
      let second = try await site.daemon()
      let after = try await site.inspect("schedule")
      #expect(before["entries"]?.arrayValue?.first?["next"] == after["entries"]?.arrayValue?.first?["next"])
      await second.stop()
      let offline = try await site.run("schedule", "--json")
      #expect(try offline.json.arrayValue?.first?["next"] == before["entries"]?.arrayValue?.first?["next"])
    }
  }
}

/// The ids of the tasks that a daemon said it took.
private final class Accepted: Sendable {
  private let all = Mutex<Set<String>>([])

  var ids: Set<String> { all.withLock { $0 } }

  func add(_ id: String) { all.withLock { _ = $0.insert(id) } }
}

extension DaemonProcess {
  /// Waits until so many tasks have ended.
  fileprivate func waitForEndings(_ count: Int) async throws {
    var line = -1
    for _ in 0..<count { line = try await waitForLine("\"outcome\":", from: line + 1) }
  }

  fileprivate func waitForNextTick() async throws { try await waitForLine("sent somewhere.else", from: log.all.count) }
}
