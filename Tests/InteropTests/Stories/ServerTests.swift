import Glibc
import ProcessTesting
import RedisTesting
import TaskModel
import Testing

/// How a daemon meets its Redis server: how it gets in, what it does without one, and what it says when one hangs. No
/// Python is needed.
@Suite struct ServerTests {
  @Test func aPasswordMayHoldAnyCharacter() async throws {
    try await Fleet.visit(redis: ["requirepass \"p@s%s\""]) { fleet in
      try fleet.write(
        "one.ini",
        """
        [tasksd]
        broker_url = redis://:p%40s%25s@127.0.0.1:\(fleet.redis.port)/1
        state_directory = %(here)s/state
        control_socket = %(here)s/one.sock

        """)
      let child = try await fleet.start([try Interop.application(), "worker", "--config", fleet.path("one.ini")])
      _ = try await child.standardError.first(containing: "is ready")
      #expect(try await fleet.call("one", "demo.add", "--args", "[1, 2]", "--wait") == "3")
      for text in [child.standardError.text, try await fleet.tasksd("one", "check", "--print")] {
        #expect(text.contains("redis://:***@") && !text.contains("p%40s") && !text.contains("p@s"), "\(text)")
      }
    }
  }

  @Test(arguments: ["worker", "beat"])
  func whoeverIsAwayAtTheStartIsWaitedFor(_ command: String) async throws {
    try await Fleet.visit(redis: []) { fleet in
      await fleet.redis.stop()
      let systemd = try NotifySocket(fleet.path("notify.sock"))
      let node = try await fleet.startTasksd(command, "one", environment: systemd.environment)
      try await systemd.wait(for: "STATUS=store away, retrying")
      #expect(node.isRunning && !systemd.hasReady)
      try await fleet.redis.restart()
      try await systemd.wait(for: "READY=1")
      #expect(await node.stop() == .code(0))
      let complaints = node.child.standardError.all.count { $0.contains("the store is away") }
      #expect(complaints == 1)
    }
  }

  /// Waits for a minute: so long, with such a time limit, a claim may take before it counts as hanging.
  @Test func whileClaimingHangsItIsNotHealthy() async throws {
    try await Fleet.visit(redis: []) { fleet in
      let systemd = try NotifySocket(fleet.path("notify.sock"))
      let watched = systemd.environment.merging(["WATCHDOG_USEC": "1000000"]) { $1 }
      // A server that does not answer counts as away only after ten minutes.
      let node = try await fleet.startTasksd(
        "worker", "one", options: "redis_socket_timeout = 10m", environment: watched)
      try await node.waitForReady()
      #expect(try await health(of: fleet) == "200")
      fleet.redis.pause()
      let paused = systemd.told.all.count
      try await systemd.wait(for: "STATUS=no claim has worked for", from: paused)
      #expect(try await health(of: fleet) == "503")
      let fed = systemd.told.all.count
      fleet.redis.resume()
      try await systemd.wait(for: "WATCHDOG=1", from: fed)
      #expect(try await health(of: fleet) == "200")
      #expect(await node.stop() == .code(0))
    }
  }

  /// Two sites on one machine, two containers: they would take each other's running tasks.
  @Test func aSecondNodeOfOneNameIsRefusedAndToldOfTheFirst() async throws {
    try await Fleet.visit(redis: []) { fleet in
      let one = try await fleet.startTasksd("worker", "one")
      try await one.waitForReady()
      try fleet.configure("two")
      let two = try await fleet.start([
        try Interop.application(), "worker", "--config", fleet.path("two.ini"), "--hostname", one.name,
      ])
      #expect(await two.exit == .code(73))
      let words = two.standardError.text
      #expect(words.contains("another tasksd called one@interop works on redis://"), "\(words)")
      #expect(words.contains(fleet.path("one")) && words.contains("--hostname"), "\(words)")
      #expect(await one.stop() == .code(0))
      let third = try await fleet.start([
        try Interop.application(), "worker", "--config", fleet.path("two.ini"), "--hostname", one.name,
      ])
      _ = try await third.standardError.first(containing: "is ready")
    }
  }

  private func health(of fleet: Fleet) async throws -> String {
    try await fleet.run([
      "/usr/bin/curl", "--silent", "--unix-socket", fleet.path("one.sock"), "--output", "/dev/null", "--write-out",
      "%{http_code}", "http://tasksd/health",
    ])
  }
}
