import FoundationEssentials
import ProcessTesting
import TaskModel
import Testing

/// What waits, what is held, what is dropped and what was set aside.
@Suite struct QueueTests {
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

  /// script(1) lends the terminal.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script(1) is not installed"),
    arguments: [("y", "purged 1"), ("n", "nothing dropped"), ("", "nothing dropped")])
  func onATerminalPurgeAsksFirst(_ answer: String, _ says: String) async throws {
    try await Site.visit { site in
      _ = try await site.call("hello")
      let command = "\(Tasksd.path) purge --config \(site.configuration)"
      let child = try await ChildProcess(
        ["/bin/sh", "-c", "echo \(answer) | script -qec '\(command)' /dev/null"], environment: Tasksd.environment,
        directory: site.directory)
      site.children.add(child)
      let exit = await child.exit
      let said = child.standardOutput.text
      #expect(said.contains("Drop every waiting task in all queues? [y/N]") && said.contains(says), "\(said)")
      #expect(exit == .code(answer == "y" ? 0 : 1), "\(said)")
      let left = try await site.run("purge", "--force", "--json")
      #expect(try left.json["total"] == (answer == "y" ? 0 : 1), "\(left)")
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
}
