import ProcessTesting
import TaskModel
import Testing

/// Steering a running daemon.
@Suite struct ControlTests {
  @Test func aRevokedTaskThatWaitsIsNotRun() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      #expect(try await site.run("ctl", "control", "pause").status == 0)
      let id = try await site.call("note")
      #expect(try await site.run("ctl", "control", "revoke", id).status == 0)
      #expect(try await site.inspect("revoked") == [.string(id)])
      #expect(try await site.run("ctl", "control", "resume").status == 0)
      try await daemon.waitFor(id, "was revoked")
      let result = try await site.run("result", id, "--json")
      #expect(try result.status == 1 && result.json["state"] == "REVOKED", "\(result)")
      #expect(site.lines("ran").isEmpty)
    }
  }

  @Test func aRevocationOutlivesTheDaemon() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      _ = try await site.run("ctl", "control", "pause")
      let id = try await site.call("note")
      _ = try await site.run("ctl", "control", "revoke", id)
      await first.kill9()
      let second = try await site.daemon()
      try await second.waitFor(id, "was revoked")
    }
  }

  @Test func aRunningCommandIsEndedWhenItIsRevokedWithTerminate() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let id = try await site.call("hold")
      try await daemon.waitFor(id, "holding")
      let gentle = try await site.run("ctl", "control", "revoke", id)
      #expect(gentle.status == 0)
      #expect(try await site.inspect("active").arrayValue?.count == 1)
      let reply = try await site.run("ctl", "control", "revoke", id, "--terminate")
      #expect(reply.output.contains("1 running"), "\(reply)")
      let result = try await site.run("result", id, "--wait", "--json")
      #expect(try result.json["state"] == "REVOKED", "\(result)")
      #expect(try await site.inspect("active") == [])
      _ = gate
    }
  }

  @Test func thePoolGrowsAndShrinks() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      let ids = [try await site.call("hold"), try await site.call("hold")]
      try await daemon.waitFor(ids[0], "holding")
      #expect(try await site.run("ctl", "control", "pool_grow", "2").status == 0)
      try await daemon.waitFor(ids[1], "holding")
      #expect(try await site.inspect("stats")["pool"]?["threads"] == 3)
      gate.letOneGo()
      gate.letOneGo()
      for id in ids { #expect(try await site.run("result", id, "--wait").status == 0) }
      #expect(try await site.run("ctl", "control", "pool_shrink", "2").output.contains("pool will shrink"))
      let more = try await site.run("ctl", "control", "pool_shrink", "9")
      #expect(more.output.contains("one thread always stays"), "\(more)")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
    }
  }

  @Test func consumersComeAndGo() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      let id = try await site.call("hello", "--queue", "slow")
      let reply = try await site.run("ctl", "control", "add_consumer", "slow")
      #expect(reply.status == 0 && reply.output.contains("add consumer slow"), "\(reply)")
      #expect(try await site.run("result", id, "--wait").status == 0)
      #expect(try await site.inspect("queues")["slow"]?["consumed"] == true)
      #expect(try await site.run("ctl", "control", "cancel_consumer", "slow").status == 0)
      let late = try await site.call("hello", "--queue", "slow")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      #expect(try await site.inspect("queues")["slow"]?["waiting"] == 1)
      let again = try await site.run("ctl", "control", "cancel_consumer", "slow")
      #expect(again.status == 1 && again.errors.contains("does not consume"), "\(again)")
      _ = (daemon, late)
    }
  }

  @Test func aTimeLimitHoldsForRunsFromNowOn() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      _ = try await site.daemon()
      let unknown = try await site.run("ctl", "control", "time_limit", "helo", "1")
      #expect(unknown.status == 64 && unknown.errors.contains("hello"), "\(unknown)")
      #expect(try await site.run("ctl", "control", "time_limit", "hold", "0.3").status == 0)
      let result = try await site.run("call", "hold", "--wait", "--json")
      #expect(try result.status == 1 && result.json["failure"]?["type"] == "TimeLimitExceeded", "\(result)")
      _ = gate
    }
  }

  @Test func aRateThatIsNoneIsRefused() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      #expect(try await site.run("ctl", "control", "rate_limit", "hello", "10/m").status == 0)
      let reply = try await site.run("ctl", "control", "rate_limit", "hello", "10/fortnight")
      #expect(reply.status != 0 && reply.errors.contains("fortnight"), "\(reply)")
      let json = try await site.run("ctl", "control", "rate_limit", "no-such-task", "10/m", "--json")
      #expect(try json.json["status"]?.integerValue ?? 0 >= 400 && json.errors.isEmpty, "\(json)")
    }
  }

  @Test func theMetricsCountWhatHappened() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      _ = try await site.run("call", "hello", "--wait")
      _ = try await site.run("call", "fail", "--wait")
      let text = try await site.curl("/metrics")
      for line in [
        "tasksd_tasks_total{outcome=\"failed\"} 1.0", "tasksd_tasks_total{outcome=\"succeeded\"} 1.0",
        "tasksd_task_runs_total{task=\"hello\"} 1.0", "tasksd_slots 2.0", "tasksd_active 0.0",
      ] {
        #expect(text.split(separator: "\n").contains(Substring(line)), "\(text)")
      }
      for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        #expect(line.wholeMatch(of: /[a-z_]+(\{[a-z]+="[^"]*"\})? [-+.e0-9]+/) != nil, "\(line)")
      }
    }
  }

  @Test func theEventsTellATasksStory() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      let events = try await site.start(["ctl", "events", "--json"])
      let table = try await site.start(["ctl", "events"])
      // Whoever listens is told once it is connected; until then its tasks' events may pass by.
      try await events.heard(site)
      try await table.heard(site)
      let start = events.child.standardOutput.all.count
      let id = try await site.call("fail")
      _ = try await events.child.standardOutput.first("the end", from: start) {
        $0.contains("task-failed") && $0.contains(id)
      }
      let told = try events.child.standardOutput.all.map { try JSONParser.parse($0) }.filter {
        $0["uuid"] == .string(id)
      }
      #expect(told.map { $0["type"] } == ["task-started", "task-failed"])
      #expect(told.last?["exception"]?.stringValue?.contains("exit code 3") == true, "\(told)")
      _ = try await table.child.standardOutput.first("the line") { $0.contains("task-failed fail[\(id)]") }
      #expect(try await site.run("ctl", "control", "disable_events").status == 0)
      // Listeners do not hold up the end, and are told of it by the end of the stream.
      #expect(await daemon.stop() == .code(0))
      #expect(await events.exit == .code(0))
    }
  }
}

extension DaemonProcess {
  /// Sends tasks until this listener has heard of one.
  fileprivate func heard(_ site: Site) async throws {
    let listening = Task { try await child.standardOutput.first(containing: "task-succeeded") }
    let asking = Task {
      while !Task.isCancelled { _ = try await site.run("call", "hello", "--wait") }
    }
    _ = try await listening.value
    asking.cancel()
    _ = await asking.result
  }
}
