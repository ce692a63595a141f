import TaskModel
import Testing

/// An operator's questions: are the tasks being executed, why does this one not run, what was set aside.
@Suite struct LookingTests {
  private static let nightly = """
    [celerybeat:nightly]
    task = hello
    type = crontab
    schedule = {"hour": 3, "minute": 0}

    """

  @Test func statusSaysYesAndShowsWhatRuns() async throws {
    try await Site.visit(Site.tasks + Self.nightly) { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      let status = try await site.run("ctl", "status")
      #expect(status.status == 0 && status.output.hasPrefix("YES, tasks are being executed"), "\(status)")
      #expect(status.output.contains("1 of 2, the longest hold[\(running)]"), "\(status)")
      #expect(status.output.contains("nightly"), "\(status)")
      let json = try await site.run("ctl", "status", "--json").json
      #expect(json["well"] == true && json["queues"]?["celery"]?["rate"]?.doubleValue ?? 0 > 0, "\(json)")
      gate.letOneGo()
    }
  }

  @Test func statusSaysNoAndWhy() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      _ = try await site.call("hello", "--queue", "shop")
      let shop = try await site.run("ctl", "status")
      #expect(shop.status == 1 && shop.output.hasPrefix("NO: no worker here takes queue shop: 1 task waits"), "\(shop)")
      _ = try await site.run("purge", "--force")
      _ = try await site.run("ctl", "control", "pause")
      let paused = try await site.run("ctl", "status", "--json")
      #expect(
        try paused.status == 1 && paused.json["findings"]?.arrayValue?.first?["code"] == "node_paused", "\(paused)")
      _ = try await site.run("ctl", "control", "resume")
      try await daemon.waitFor(try await site.call("nosuch", "--force"), "was set aside")
      let dead = try await site.run("ctl", "status")
      #expect(dead.status == 0 && dead.output.contains("1 dead letter, the newest: unknown task (nosuch)"), "\(dead)")
    }
  }

  @Test func whyFollowsATaskFromItsQueueToItsEnd() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "1")
      let first = try await site.call("hold")
      try await daemon.waitFor(first, "holding")
      #expect(try await why(first, site) == ["running"])
      _ = try await site.run("ctl", "control", "pause")
      let second = try await site.call("hello")
      #expect(try await why(second, site) == ["node_paused", "waiting"])
      let other = try await site.call("hello", "--queue", "shop")
      #expect(try await why(other, site).contains("not_consumed"))
      let later = try await site.call("hello", "--countdown", "99")
      #expect(try await why(later, site).first == "deferred")
      _ = try await site.run("ctl", "control", "revoke", later)
      #expect(try await why(later, site).first == "revoked")
      _ = try await site.run("ctl", "control", "resume")
      gate.letOneGo()
      _ = try await site.run("result", second, "--wait")
      #expect(try await why(second, site) == ["outcome"])
      let text = try await site.run("ctl", "why", second)
      #expect(text.status == 0 && text.output.contains("SUCCESS"), "\(text)")
      let nobody = try await site.run("ctl", "why", "nobody")
      #expect(nobody.status == 1 && nobody.output.contains("nothing is known of it here"), "\(nobody)")
      let lost = try await site.call("nosuch", "--force")
      try await daemon.waitFor(lost, "was set aside")
      #expect(try await why(lost, site).contains("dead"))
    }
  }

  private func why(_ id: String, _ site: Site) async throws -> [String] {
    let reply = try await site.run("ctl", "why", id, "--json")
    return try reply.json["reasons"]?.arrayValue?.compactMap { $0["code"]?.stringValue } ?? []
  }

  @Test func deadLettersAreFoundReplayedElsewhereAndDroppedByFilter() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      for name in ["lost_one", "lost_two", "other"] {
        try await daemon.waitFor(try await site.call(name, "--force"), "was set aside")
      }
      let lost = try await site.run("ctl", "dead", "list", "--task", "lost_*", "--reason", "UNKNOWN", "--json")
      #expect(try lost.json["letters"]?.arrayValue?.count == 2 && lost.json["count"] == 3, "\(lost)")
      #expect(try await site.run("ctl", "dead", "--before", "1h").output == "no dead letters")
      let first = try await site.run("ctl", "dead", "--after", "1h", "--limit", "1", "--json")
      #expect(try first.json["letters"]?.arrayValue?.count == 1 && first.json["next"] == 1, "\(first)")
      let shown = try await site.run("ctl", "dead", "show", "1")
      #expect(shown.output.contains("lost_one") && shown.output.contains("ctl dead replay 1"), "\(shown)")
      let unsure = try await site.run("ctl", "dead", "drop", "--task", "lost_*")
      #expect(unsure.status == 64 && unsure.errors.contains("--all"), "\(unsure)")
      let moved = try await site.run("ctl", "dead", "replay", "--task", "lost_one", "--all", "--to", "slow")
      #expect(moved.status == 0 && moved.output == "replayed 1", "\(moved)")
      #expect(try await site.inspect("queues")["slow"]?["waiting"] == 1)
      let dropped = try await site.run("ctl", "dead", "drop", "--task", "lost_*", "--all", "--json")
      #expect(try dropped.json == ["dropped": [2], "left": []], "\(dropped)")
      #expect(try await site.run("ctl", "dead", "--json").json["count"] == 1)
    }
  }
}
