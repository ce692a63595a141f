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

  @Test func purgeCountsWhatItDropsAndLeavesWhatRuns() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      _ = try await site.run("ctl", "control", "pause")
      for _ in 0..<3 { _ = try await site.call("hello") }
      _ = try await site.call("hello", "--countdown", "99")
      _ = try await site.call("hello", "--queue", "other")
      let other = try await site.run("purge", "--force", "--queues", "other", "--json")
      #expect(try other.json["total"] == 1, "\(other)")
      let purged = try await site.run("ctl", "purge", "--force")
      #expect(purged.output == "purged 4: waiting 3, deferred 1, in flight 0", "\(purged)")
      let queues = try await site.inspect("queues")["celery"]
      #expect(
        queues?["waiting"] == 0 && queues?["deferred"] == 0 && queues?["in_flight"] == 1,
        "\(String(describing: queues))")
      gate.letOneGo()
      #expect(try await site.run("result", running, "--wait").status == 0)
    }
  }

  @Test func purgeDropsWhatDeadNodesHold() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      let lost = try await site.call("hold")
      try await daemon.waitFor(lost, "holding")
      await daemon.kill9()
      for _ in 0..<3 { _ = try await site.call("hello") }
      _ = try await site.call("hello", "--countdown", "99")
      try RawStore(site).endLeases()
      let purged = try await site.run("purge", "--force")
      #expect(purged.output == "purged 5: waiting 3, deferred 1, in flight 1", "\(purged)")
      let again = try await site.run("purge", "--force", "--json")
      #expect(try again.json["total"] == 0, "\(again)")
      _ = gate
    }
  }

  @Test func purgeAtTheStartSaysWhatItDropped() async throws {
    try await Site.visit { site in
      for _ in 0..<3 { _ = try await site.call("note") }
      let daemon = try await site.daemon("worker", "--purge")
      try await daemon.waitForLine("purged 3 from celery")
      await daemon.stop()
      let again = try await site.daemon("worker", "--purge")
      try await again.waitForLine("purged 0 from celery")
      #expect(site.lines("ran").isEmpty)
    }
  }

  @Test func anUnknownTaskGoesToTheDeadLettersAndRunsOnceItIsKnown() async throws {
    try await Site.visit { site in
      let first = try await site.daemon()
      let id = try await site.call("nosuch", "--force", "--args", #"["x"]"#)
      try await first.waitFor(id, "was set aside (unknown task)")
      let list = try await site.run("ctl", "dead", "list", "--json")
      #expect(try list.json["count"] == 1)
      let letter = try #require(try list.json["letters"]?.arrayValue?.first)
      #expect(letter["reason"] == "unknown task" && letter["id"] == .string(id), "\(letter)")
      let number = "\(letter["number"]?.integerValue ?? 0)"
      #expect(try await site.run("ctl", "dead").output.contains("nosuch"))
      let whole = try await site.run("ctl", "dead", "show", number, "--json")
      #expect(try whole.json["message"]?["args"] == ["x"], "\(whole)")
      await first.stop()
      try site.write("tasksd.ini", Site.options + Site.tasks + "[task:nosuch]\ncommand = echo now {0}\nresult = text\n")
      _ = try await site.daemon()
      let replayed = try await site.run("ctl", "dead", "replay", number)
      #expect(replayed.status == 0 && replayed.output == "replayed 1", "\(replayed)")
      let client = try await site.run("result", id, "--wait", "--json")
      #expect(try client.json["state"] == "SUCCESS" && client.json["result"] == "now x", "\(client)")
      #expect(try await site.run("ctl", "dead", "list", "--json").json["count"] == 0)
    }
  }

  @Test func deadLettersThatAreNotThereAreNamed() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      for _ in 0..<2 { try await daemon.waitFor(try await site.call("nosuch", "--force"), "was set aside") }
      let dropped = try await site.run("ctl", "dead", "drop", "1", "77")
      #expect(dropped.status == 1 && dropped.output == "dropped 1" && dropped.errors.contains("77"), "\(dropped)")
      let show = try await site.run("ctl", "dead", "show", "77")
      #expect(show.status == 1 && show.errors.contains("77"), "\(show)")
      let all = try await site.run("ctl", "dead", "drop", "--all", "--json")
      #expect(try all.json == ["dropped": [2], "left": []], "\(all)")
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

  @Test func theQueueFiguresSayWhatWaits() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      _ = try await site.run("ctl", "control", "pause")
      for _ in 0..<3 { _ = try await site.call("hello") }
      let delayed = try await site.call("hello", "--countdown", "99")
      let queue = try await site.inspect("queues")["celery"]
      #expect(
        queue?["waiting"] == 3 && queue?["deferred"] == 1 && queue?["in_flight"] == 0, "\(String(describing: queue))")
      #expect(try #require(queue?["oldest_age"]?.doubleValue) >= 0)
      let scheduled = try await site.inspect("scheduled").arrayValue
      #expect(scheduled?.first?["request"]?["id"] == .string(delayed) && scheduled?.count == 1)
      #expect(scheduled?.first?["eta"]?.stringValue.flatMap { Timestamp(iso8601: $0) } != nil)
      let keys: Set = [
        "id", "name", "args", "kwargs", "type", "hostname", "time_start", "acknowledged", "delivery_info", "worker_pid",
      ]
      let request = try #require(scheduled?.first?["request"]?.objectValue)
      #expect(keys.isSubset(of: request.keys))
      let place = try await site.inspect("query_task", delayed, "unknown")
      #expect(place[delayed]?.arrayValue?.first == "scheduled" && place["unknown"] == nil)
      #expect(try await site.run("ctl", "status").output.contains("paused"))
    }
  }

  @Test func whatRunsAndWhatIsOnlyReservedAreToldApart() async throws {
    try await Site.visit("worker_prefetch_multiplier = 2\n" + Site.tasks) { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      var ids: [String] = []
      for _ in 0..<4 { ids.append(try await site.call("hold")) }
      try await daemon.waitForLine("holding")
      // One slot, and one message reserved for it; the others stay in the queue.
      let active = try await site.inspect("active").arrayValue ?? []
      let reserved = try await site.inspect("reserved").arrayValue ?? []
      let queue = try await site.inspect("queues")["celery"]
      #expect(active.count == 1 && active.first?["time_start"]?.doubleValue != nil, "\(active)")
      #expect(reserved.count == 1 && reserved.first?["time_start"] == .null, "\(reserved)")
      #expect(queue?["waiting"] == 2 && queue?["in_flight"] == 2)
      let places = try await site.inspect("query_task", ids[0], ids[1], ids[2], ids[3])
      let named = ids.compactMap { places[$0]?.arrayValue?.first?.stringValue }
      #expect(named.sorted() == ["active", "reserved", "waiting", "waiting"])
      for _ in ids { gate.letOneGo() }
      for id in ids { #expect(try await site.run("result", id, "--wait").status == 0) }
    }
  }

  @Test func whatThisVersionCannotDoIsRefused() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let reply = try await site.run("ctl", "control", "rate_limit", "hello", "10/m")
      #expect(reply.status == 1 && reply.errors.contains("no rate limits"), "\(reply)")
      let json = try await site.run("ctl", "control", "rate_limit", "hello", "10/m", "--json")
      #expect(try json.json["status"] == 422 && json.errors.isEmpty, "\(json)")
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
