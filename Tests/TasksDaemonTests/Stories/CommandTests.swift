import ControlAPI
import Glibc
import ProcessTesting
import TaskModel
import Testing

/// Commands as tasks, in the daemon.
@Suite struct CommandTests {
  @Test func argumentsComeBackAsTheyWereSent() async throws {
    try await Site.visit("[task:mirror]\ncommand = cat\nresult = json\n") { site in
      _ = try await site.daemon()
      let sent: JSONValue = [
        9_223_372_036_854_775_807, -9_223_372_036_854_775_808, 0.1, -1e-300, true, false, nil, "ÅÄÖ 👍 \"\\\n\t\u{0}",
        "", [], [:], [[[[nil]]]], ["a": ["b": [1, ["c": "d"]]], "": 1],
      ]
      let reply = try await site.run(
        "call", "mirror", "--args", sent.description, "--kwargs", #"{"é": [1, {"x": null}]}"#, "--wait")
      #expect(reply.status == 0, "\(reply)")
      let line = try reply.json
      #expect(line["args"] == sent && line["kwargs"] == ["é": [1, ["x": nil]]], "\(line)")
      #expect(line["task"] == "mirror" && line["retries"] == 0 && line["id"]?.stringValue != nil)
    }
  }

  @Test func atTheTimeLimitNothingOfItsProcessGroupIsLeft() async throws {
    let task = """
      [task:brood]
      command = sh -c 'echo $$ > "$0"; sleep 99 & sleep 99' "%(here)s/group"
      timeout = 300ms
      kill_grace = 100ms

      """
    try await Site.visit(task) { site in
      _ = try await site.daemon()
      let reply = try await site.run("call", "brood", "--wait", "--json")
      #expect(try reply.json["failure"]?["type"] == "TimeLimitExceeded", "\(reply)")
      let group = try #require(pid_t(site.lines("group").first ?? ""))
      #expect(Machine.processes(ofGroup: group) == [])
    }
  }

  @Test func settingsAreInTheEnvironmentAndSecretsOnlyWhenAskedFor() async throws {
    let configuration = """
      secrets_file = %(here)s/secrets.ini
      [app:main]
      websauna.site_id = shop
      [task:plain]
      command = env
      result = text
      [task:trusted]
      command = env
      result = text
      pass_secrets = true

      """
    try await Site.visit(configuration) { site in
      try site.write("secrets.ini", "[secrets]\ntoken = hush\n")
      chmod(site.path("secrets.ini"), 0o600)
      _ = try await site.daemon()
      let plain = try await site.run("call", "plain", "--wait")
      #expect(plain.output.contains("MAIN_WEBSAUNA_SITE_ID=shop") && !plain.output.contains("hush"), "\(plain)")
      let trusted = try await site.run("call", "trusted", "--wait")
      #expect(trusted.output.contains("SECRET_TOKEN=hush"), "\(trusted)")
      let printed = try await site.run("check", "--print")
      #expect(!printed.description.contains("hush"), "\(printed)")
    }
  }

  @Test func aProgramThatCannotBeRunIsNamedAtTheCheckAndAtTheRun() async throws {
    try await Site.visit { site in
      let states: [(String, @Sendable (String) -> Void)] = [
        ("does not exist", { _ in }),
        ("is not executable", { _ = chmod($0, 0o644) }),
        (
          "is a directory",
          {
            unlink($0); mkdir($0, 0o755)
          }
        ),
      ]
      for (number, (text, spoil)) in states.enumerated() {
        let name = "program\(number)"
        try site.write("tasksd.ini", Site.options + "[task:t]\ncommand = \"%(here)s/\(name)\"\n")
        if number > 0 { try site.write(name, "#!/bin/sh\n") }
        spoil(site.path(name))
        let check = try await site.run("check")
        #expect(check.status == 78 && check.errors.contains("tasksd.ini:8"), "\(check)")
        #expect(check.errors.contains("\(name) \(text)"), "\(check)")
        // It was all right when the daemon started.
        rmdir(site.path(name))
        try site.write(name, "#!/bin/sh\n")
        chmod(site.path(name), 0o755)
        let daemon = try await site.daemon()
        if number == 0 { unlink(site.path(name)) } else { spoil(site.path(name)) }
        let client = DaemonClient(socketPath: site.socket)
        let id = try #require(try await client.send(["name": "t"])["id"]?.stringValue)
        let result = try await client.finalResult(of: TaskID(id))
        await client.shutdown()
        #expect(result["state"] == "FAILURE", "\(result)")
        #expect(result["failure"]?["message"]?.stringValue?.contains(text) == true, "\(result)")
        await daemon.stop()
      }
    }
  }

  @Test func aFailingCommandIsTriedAgainAsItsPolicySays() async throws {
    let task = """
      [task:moody]
      command = sh -c 'echo x >> "$0"; test $(wc -l < "$0") -ge 3' "%(here)s/attempts"
      max_retries = 5
      retry_delay = 10ms

      """
    try await Site.visit(task) { site in
      _ = try await site.daemon()
      let reply = try await site.run("call", "moody", "--wait", "--json")
      #expect(try reply.json["state"] == "SUCCESS" && reply.json["retries"] == 2, "\(reply)")
      #expect(site.lines("attempts").count == 3)
    }
  }

  @Test func anEarlyAcknowledgedTaskRunsAtMostOnce() async throws {
    let task = """
      [task:once]
      command = sh -c "echo holding; exec head -c 1 $0" "%(here)s/gate"
      acks = early

      """
    try await Site.visit(task) { site in
      let gate = try Gate(site)
      let first = try await site.daemon()
      let id = try await site.call("once")
      try await first.waitFor(id, "holding")
      await first.kill9()
      let second = try await site.daemon()
      // Everything that stands in the queue before this one has had its turn when this one has.
      let later = try await site.call("once")
      try await second.waitFor(later, "holding")
      #expect(!second.log.all.contains { $0.contains(id) })
      gate.letOneGo()
    }
  }
}
