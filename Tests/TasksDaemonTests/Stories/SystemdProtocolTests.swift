import Glibc
import ProcessTesting
import TaskModel
import Testing

/// The daemon as systemd sees it: notifications, watchdog, socket activation.
@Suite struct SystemdProtocolTests {
  @Test func readyIsSaidOnceAClaimHasWorkedAndNotBefore() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      await first.stop()
      let store = try RawStore(site)
      try store.hold()
      let systemd = try NotifySocket(site.path("notify.sock"))
      let daemon = try await site.start([], environment: systemd.environment)
      try await systemd.wait(for: "STATUS=store away, retrying")
      #expect(!systemd.hasReady)
      try store.letGo()
      try await systemd.wait(for: "READY=1")
      // Whoever waited for it may ask at once.
      #expect(access(site.socket, F_OK) == 0)
      try await daemon.waitForReady()
    }
  }

  @Test func theStatusLineHasLiveFigures() async throws {
    try await Site.visit { site in
      let systemd = try NotifySocket(site.path("notify.sock"))
      // The status is renewed with every ping of the watchdog.
      let watched = systemd.environment.merging(["WATCHDOG_USEC": "300000"]) { $1 }
      let gate = try Gate(site)
      let daemon = try await site.daemon(environment: watched)
      try await systemd.wait(for: "STATUS=0 of 2 running")
      try await daemon.waitFor(try await site.call("hold"), "holding")
      try await systemd.wait(for: "STATUS=1 of 2 running")
      gate.letOneGo()
    }
  }

  @Test func theWatchdogIsFed() async throws {
    try await Site.visit { site in
      let systemd = try NotifySocket(site.path("notify.sock"))
      let watched = systemd.environment.merging(["WATCHDOG_USEC": "300000"]) { $1 }
      _ = try await site.daemon(environment: watched)
      var next = 0
      for _ in 0..<3 { next = try await systemd.wait(for: "WATCHDOG=1", from: next) }
    }
  }

  @Test(arguments: [true, false])
  func aReloadBeginsAndEnds(_ isGood: Bool) async throws {
    try await Site.visit { site in
      let systemd = try NotifySocket(site.path("notify.sock"))
      let daemon = try await site.daemon(environment: systemd.environment)
      let ready = try await systemd.wait(for: "READY=1")
      if !isGood { try site.write("tasksd.ini", "[tasksd]\nnonsense = 1\n") }
      daemon.signal(SIGHUP)
      let reloading = try await systemd.wait(for: "RELOADING=1", from: ready)
      let time = try await systemd.wait(for: "MONOTONIC_USEC=", from: reloading)
      try await systemd.wait(for: "READY=1", from: time)
      try await daemon.waitForLine(isGood ? "configuration reloaded" : "was not reloaded")
    }
  }

  @Test func aWarmStopAsksForTheTimeItNeeds() async throws {
    try await Site.visit { site in
      let systemd = try NotifySocket(site.path("notify.sock"))
      let gate = try Gate(site)
      let daemon = try await site.daemon(environment: systemd.environment)
      try await daemon.waitFor(try await site.call("hold"), "holding")
      daemon.signal(SIGTERM)
      let stopping = try await systemd.wait(for: "STOPPING=1")
      try await systemd.wait(for: "STATUS=stopping, 1 running", from: stopping)
      try await systemd.wait(for: "EXTEND_TIMEOUT_USEC=30000000", from: stopping)
      gate.letOneGo()
      #expect(await daemon.exit == .code(0))
    }
  }

  @Test func theSocketThatSystemdOpenedIsServed() async throws {
    try await Site.visit { site in
      let path = site.path("activated.sock")
      let descriptor = try UnixAddress.bind(path, type: SOCK_STREAM)
      defer { close(descriptor) }
      #expect(listen(descriptor, 16) == 0)
      let daemon = try await site.start([], environment: ["LISTEN_FDS": "1"], descriptor: descriptor)
      try await daemon.waitForReady()
      #expect(daemon.messages.contains { $0.contains("the socket systemd opened") })
      let reply = try await site.run("ctl", "status", "--socket", path)
      #expect(reply.status == 0, "\(reply)")
      #expect(try !site.names().contains("control.sock"))
      #expect(await daemon.stop() == .code(0))
      // It is systemd's: the next daemon gets it again.
      #expect(try site.names().contains("activated.sock"))
      let next = try await site.start([], environment: ["LISTEN_FDS": "1"], descriptor: descriptor)
      try await next.waitForReady()
      #expect(try await site.run("ctl", "status", "--socket", path).status == 0)
    }
  }

  @Test func variablesForAnotherProcessAreNotOurs() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon(environment: ["LISTEN_FDS": "1", "LISTEN_PID": "1"])
      #expect(try await site.run("ctl", "status").status == 0)
      await daemon.stop()
    }
  }
}
