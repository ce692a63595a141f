import ProcessTesting
import TaskModel
import Testing

/// A store that is away while the daemon runs.
@Suite struct OutageTests {
  @Test func nothingIsLostAndItIsSaidOnce() async throws {
    try await Site.visit("worker_lease = 2\n" + Site.tasks) { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      let running = try await site.call("hold")
      try await daemon.waitFor(running, "holding")
      let store = try RawStore(site)
      try store.holdWriting()
      // Its outcome cannot be stored now.
      gate.letOneGo()
      let refused = try await site.run("call", "hello", "--timeout", "60")
      #expect(refused.status == 69 && !refused.errors.isEmpty, "\(refused)")
      let document = try await site.run("call", "hello", "--timeout", "60", "--json")
      #expect(document.status == 69, "\(document)")
      try await daemon.waitForLine("the store is away, retrying")
      #expect(try await site.curlStatus("/health") == "200")
      #expect(try await site.run("ctl", "status").output.contains("broker away for"))
      try store.letGo()
      try await daemon.waitForLine("the store is back after")
      #expect(try await site.run("result", running, "--wait").status == 0)
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      #expect(daemon.messages.count { $0.hasPrefix("the store is away") } == 1)
      #expect(await daemon.stop() == .code(0))
    }
  }
}
