import ProcessTesting
import TaskModel
import Testing

/// Limits that all nodes share, of configured commands.
@Suite struct LimitTests {
  private static let hold = #"command = sh -c "echo holding; exec head -c 1 $0" "%(here)s/gate""#

  @Test func aDuplicateIsAnsweredWithTheTaskThatIsThere() async throws {
    try await Site.visit("[task:hold]\n\(Self.hold)\nunique = until_done\nunique_key = {page}\n") { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let first = try await site.call("hold", "--kwargs", #"{"page": 1}"#)
      try await daemon.waitFor(first, "holding")
      let again = try await site.run("call", "hold", "--kwargs", #"{"page": 1, "why": "again"}"#, "--json")
      #expect(try again.json["id"] == .string(first) && again.json["duplicate"] == true, "\(again)")
      let other = try await site.call("hold", "--kwargs", #"{"page": 2}"#)
      #expect(other != first)
      gate.letOneGo()
      gate.letOneGo()
      for id in [first, other] { #expect(try await site.run("result", id, "--wait").status == 0) }
      gate.letOneGo()
      #expect(try await site.call("hold", "--kwargs", #"{"page": 1}"#, "--wait") != first)
    }
  }

  @Test func noMoreRunAtOnceThanMayAndTheNextFollows() async throws {
    try await Site.visit("[task:hold]\n\(Self.hold)\nconcurrency_limit = 1\nconcurrency_key = {host}\n") { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon("run", "--concurrency", "3")
      let first = try await site.call("hold", "--kwargs", #"{"host": "a"}"#)
      try await daemon.waitFor(first, "holding")
      let second = try await site.call("hold", "--kwargs", #"{"host": "a"}"#)
      try await daemon.waitFor(second, "waits until")
      let elsewhere = try await site.call("hold", "--kwargs", #"{"host": "b"}"#)
      try await daemon.waitFor(elsewhere, "holding")
      #expect(try await site.inspect("scheduled").arrayValue?.count == 1)
      for _ in 1...3 { gate.letOneGo() }
      for id in [first, second, elsewhere] { #expect(try await site.run("result", id, "--wait").status == 0) }
    }
  }

  @Test func aPlaceOfAKilledDaemonIsFreeForTheNext() async throws {
    try await Site.visit("[task:hold]\n\(Self.hold)\nconcurrency_limit = 1\n") { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let first = try await site.call("hold")
      try await daemon.waitFor(first, "holding")
      let second = try await site.call("hold")
      try await daemon.waitFor(second, "waits until")
      await daemon.kill9()
      _ = try await site.daemon()
      for _ in 1...3 { gate.letOneGo() }
      for id in [first, second] { #expect(try await site.run("result", id, "--wait").status == 0) }
    }
  }

  @Test func progressIsSeenWhileItRuns() async throws {
    let task = #"command = sh -c "echo ::progress 2/5 half way; echo holding; exec head -c 1 $0" "%(here)s/gate""#
    try await Site.visit("[task:hold]\n\(task)\n") { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let id = try await site.call("hold")
      try await daemon.waitFor(id, "holding")
      let active = try await site.inspect("active").arrayValue?.first
      #expect(active?["state"] == "PROGRESS" && active?["meta"]?["current"] == 2, "\(active ?? .null)")
      let result = try await site.run("result", id)
      #expect(result.errors.contains("not done yet: PROGRESS 40% half way"), "\(result)")
      gate.letOneGo()
      #expect(try await site.run("result", id, "--wait").status == 0)
    }
  }
}
