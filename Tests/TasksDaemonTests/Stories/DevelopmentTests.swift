import ControlAPI
import ProcessTesting
import TaskModel
import Testing

/// The first ten minutes of a new user: the shipped development configuration.
@Suite struct DevelopmentTests {
  /// A daemon on a copy of `config/`.
  private func develop(_ story: @escaping @Sendable (Site, String, DaemonProcess) async throws -> Void) async throws {
    try await Site.visit { site in
      let file = try ShippedFiles.copyConfiguration(to: site)
      let daemon = try await site.daemon("run", "--log-format", "json", "--loglevel", "debug", configuration: file)
      try await story(site, file, daemon)
    }
  }

  @Test func itRunsScheduledTasksAtOnceAndSaysWhatToTypeNext() async throws {
    try await develop { site, file, daemon in
      let heartbeat = try await daemon.log.first(containing: "heartbeat[")
      #expect(heartbeat.index > 0)
      try await daemon.waitFor("heartbeat[", "succeeded")
      try await daemon.waitFor("update_conversion_rates[", "succeeded")
      let greeting = try #require(daemon.messages.first { $0.contains("is ready") })
      #expect(greeting.contains("ctl status --config \(file)"))
      let rates = try JSONParser.parse(try site.read("var/conversion_rates.json"))
      #expect((rates["rates"]?.objectValue?.count ?? 0) > 0)
    }
  }

  @Test func theBackupTaskRunsByHand() async throws {
    try await develop { site, file, _ in
      let reply = try await site.bare(["call", "backup", "--wait", "--config", file])
      #expect(reply.status == 0, "\(reply)")
      #expect(try reply.json["exit_code"] == 0)
      #expect(try reply.json["duration"]?.doubleValue != nil)
    }
  }

  @Test func everyQuestionIsAnsweredInTextAndInJSON() async throws {
    try await develop { site, file, daemon in
      try await daemon.waitFor("heartbeat[", "succeeded")
      let sent = try await site.bare(["call", "heartbeat", "--json", "--config", file])
      let id = try #require(try sent.json["id"]?.stringValue)
      let names = InspectName.allCases.map(\.rawValue)
      var questions = names.filter { $0 != "query_task" }.map { ["ctl", "inspect", $0] }
      questions += [
        ["ctl", "inspect", "query_task", id], ["ctl", "status"], ["ctl", "dead"], ["ctl", "dead", "list"], ["schedule"],
        ["check"], ["check", "--print"], ["result", id, "--wait"], ["call", "heartbeat", "--wait"],
        ["ctl", "control", "enable_events"], ["ctl", "reload"], ["purge", "--force"], ["ctl", "purge", "--force"],
      ]
      for question in questions {
        let text = try await site.bare(question + ["--config", file])
        #expect(text.status == 0 && !text.output.isEmpty, "\(text)")
        let json = try await site.bare(question + ["--json", "--config", file])
        #expect(json.status == 0, "\(json)")
        #expect(throws: Never.self, "\(json)") { try json.json }
      }
    }
  }

  @Test(arguments: ["ping", "active", "registered", "queues", "conf", "reserved", "revoked"])
  func curlGetsWhatTheCommandPrints(_ what: String) async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      let daemon = try await site.daemon()
      try await daemon.waitFor(try await site.call("hold"), "holding")
      let printed = try await site.run("ctl", "inspect", what, "--json")
      let fetched = try await site.curl("/v1/inspect/\(what)")
      #expect(printed.output == fetched)
      gate.letOneGo()
    }
  }

  @Test func theLampsAreLit() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      for path in ["/health", "/ready"] { #expect(try await site.curlStatus(path) == "200") }
      #expect(try await site.curl("/metrics").contains("# TYPE tasksd_up_seconds gauge"))
      #expect(try await site.curlStatus("/v1/inspect/nothing") == "404")
    }
  }

  @Test func swiftProgramsGetTheSameAnswer() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let client = DaemonClient(socketPath: site.socket)
      let answer = try await client.inspect("registered")
      await client.shutdown()
      #expect(try await site.run("ctl", "inspect", "registered", "--json").json == answer)
    }
  }
}
