import ProcessTesting
import TaskModel
import Testing

/// The built-in task that fetches rates from an HTTP API.
@Suite struct ConversionRatesTests {
  private static let good = #"{"base": "EUR", "rates": {"USD": 1.08, "SEK": 11.5}}"#

  /// A daemon whose rates come from a server of ours.
  private func fetch(
    _ answer: StubServer.Answer, _ story: @escaping @Sendable (Site, StubServer, DaemonProcess) async throws -> Void
  ) async throws {
    try await Site.visit { site in
      let server = try StubServer(answer)
      defer { server.stop() }
      try site.write(
        "tasksd.ini",
        Site.options + Site.tasks + """
          [app:main]
          conversion_rates.url = http://127.0.0.1:\(server.port)/latest
          conversion_rates.store = file:%(here)s/rates.json

          """)
      try await story(site, server, try await site.daemon())
    }
  }

  @Test func ratesAreStored() async throws {
    try await fetch(.status(200, body: Self.good)) { site, _, _ in
      let reply = try await site.run("call", "update_conversion_rates", "--wait")
      #expect(reply.status == 0 && reply.output == "2", "\(reply)")
      #expect(try JSONParser.parse(site.read("rates.json"))["rates"] == ["USD": 1.08, "SEK": 11.5])
    }
  }

  @Test func anErrorStatusFailsInTheEndAndTheOldRatesStay() async throws {
    try await fetch(.status(500, body: "sorry")) { site, _, daemon in
      try site.write("rates.json", "old")
      let reply = try await site.run("call", "update_conversion_rates", "--wait", "--json")
      #expect(reply.status == 1)
      #expect(try reply.json["state"] == "FAILURE" && reply.json["retries"] == 2, "\(reply)")
      #expect(try reply.json["failure"]?["message"]?.stringValue?.contains("500") == true, "\(reply)")
      #expect(try site.read("rates.json") == "old")
      #expect(daemon.messages.count { $0.contains("will be tried again") && $0.contains("500") } == 2)
    }
  }

  @Test func aServerThatComesBackIsAskedAgain() async throws {
    try await fetch(.status(503, body: "")) { site, server, daemon in
      let id = try await site.call("update_conversion_rates")
      try await daemon.waitFor(id, "will be tried again")
      server.say(.status(200, body: Self.good))
      let reply = try await site.run("result", id, "--wait")
      #expect(reply.status == 0, "\(reply)")
    }
  }

  @Test(arguments: ["", "no JSON", "[]", #"{"rates": {}}"#, #"{"rates": {"USD": -1}}"#, #"{"rates": {"USD": "1"}}"#])
  func ratesThatMakeNoSenseAreNotStored(_ body: String) async throws {
    try await fetch(.status(200, body: body)) { site, _, daemon in
      try site.write("rates.json", "old")
      let id = try await site.call("update_conversion_rates")
      try await daemon.waitFor(id, "BadAnswer")
      #expect(try site.read("rates.json") == "old")
    }
  }

  @Test func aServerThatHangsIsGivenUpAtTheLimit() async throws {
    try await fetch(.silence) { site, _, daemon in
      try site.write("rates.json", "old")
      let limit = try await site.run("ctl", "control", "time_limit", "update_conversion_rates", "0.3")
      #expect(limit.status == 0, "\(limit)")
      let id = try await site.call("update_conversion_rates")
      try await daemon.waitFor(id, "TimeLimitExceeded")
      #expect(try site.read("rates.json") == "old")
      #expect(try await site.inspect("active") == [])
      #expect(try await site.run("call", "hello", "--wait").status == 0)
    }
  }
}
