import Glibc
import ProcessTesting
import TaskModel
import Testing

/// The command line itself: where options come from, and what commands say without anything to say.
@Suite struct CommandLineTests {
  @Test func optionsComeFromTheEnvironment() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let environment = ["TASKSD_CONFIG": site.configuration, "TASKSD_JSON": "1"]
      for words in [["ctl", "status"], ["ctl", "inspect", "ping"], ["ctl", "dead"], ["schedule"], ["check"]] {
        let reply = try await site.bare(words, environment: environment)
        #expect(reply.status == 0, "\(reply)")
        #expect(throws: Never.self, "\(reply)") { try reply.json }
      }
      let socket = try await site.bare(["ctl", "inspect", "ping"], environment: ["TASKSD_SOCKET": site.socket])
      #expect(socket.status == 0, "\(socket)")
    }
  }

  @Test func theDaemonsOptionsToo() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon(environment: ["TASKSD_CONCURRENCY": "3", "TASKSD_HOSTNAME": "%n@env"])
      #expect(try await site.inspect("stats")["pool"]?["threads"] == 3)
      #expect(try await site.run("ctl", "inspect", "ping").output.contains("@env:"))
      await daemon.stop()
      let bad = try await site.run("run", environment: ["TASKSD_LOGLEVEL": "chatty"])
      #expect(bad.status == 64, "\(bad)")
    }
  }

  @Test func aCeleryCommandLineIsUnderstood() async throws {
    try await Site.visit { site in
      let daemon = try await site.start(
        [
          "-A", "websauna.system.task.celery.celery_app", "worker", "-l", "info", "-c", "1", "-n", "w@x", "-Q",
          "celery,x",
        ])
      try await daemon.waitForReady()
      #expect(daemon.log.all.count { $0.contains("is ignored") } == 1)
      #expect(try await site.inspect("queues").objectValue?.keys.sorted() == ["celery", "x"])
      await daemon.stop()
      let both = try await site.start(["worker", "-B", "-A", "x"])
      try await both.waitForReady()
      #expect(try await site.inspect("schedule")["beat"] == "here")
      await both.stop()
      let with = try await site.run("check", "--print", "-A", "x")
      let without = try await site.bare(["check", "--print", "--ini", site.configuration])
      #expect(with.output == without.output && with.errors.contains("-A x is ignored"), "\(with)")
    }
  }

  @Test(arguments: ["worker", "beat"])
  func theLineOfACelerySiteStartsIt(_ command: String) async throws {
    try await Site.visit { site in
      let words = [command, "-A", "websauna.system.task.celery.celery_app", "--ini", site.configuration]
      let child = try await ChildProcess([Tasksd.path] + words, environment: Tasksd.environment, directory: "/")
      site.children.add(child)
      let daemon = DaemonProcess(child)
      try await daemon.waitForReady()
      #expect(daemon.log.all.count { $0.contains("is ignored") } == 1)
      #expect(await daemon.stop() == .code(0))
    }
  }

  @Test func aFileWithoutASectionOfOursLeavesEverythingAtItsDefault() async throws {
    try await Site.visit { site in
      try site.write("other.ini", "[app:main]\nwebsauna.site_id = shop\n")
      let reply = try await site.bare(["check", "--print", "--config", "other.ini"])
      #expect(reply.status == 0 && reply.output.contains("/var/lib/tasksd"), "\(reply)")
    }
  }

  /// A supervisor wants a process in the foreground, and nothing else is to be had.
  @Test(arguments: ["--detach", "--daemon", "--fork", "--pidfile=x"])
  func itStaysInTheForeground(_ flag: String) async throws {
    try await Site.visit { site in
      for command in ["run", "worker", "beat"] {
        let reply = try await site.run(command, flag)
        #expect(reply.status == 64, "\(reply)")
      }
    }
  }

  @Test func withoutAConfigurationTheOneInTheDirectoryIsRead() async throws {
    try await Site.visit { site in
      let reply = try await site.bare(["check"])
      #expect(reply.status == 0 && reply.output.contains("tasksd.ini: good"), "\(reply)")
    }
  }

  @Test func variablesAreFilledInEverywhere() async throws {
    let configuration = "broker_url = ${BROKER}\n\n[celerybeat:e]\ntask = t\ntype = integer\nschedule = ${SECONDS_}\n"
    try await Site.visit(configuration + "[task:t]\ncommand = echo\n") { site in
      let environment = ["BROKER": "redis://localhost:6379/15", "SECONDS_": "7"]
      let filled = try await site.run("check", "--print", environment: environment)
      #expect(filled.status == 0 && filled.output.contains("redis://localhost:6379/15"), "\(filled)")
      let line = try #require(filled.output.split(separator: "\n").first { $0.contains("broker_url") })
      #expect(line.contains("tasksd.ini:7"), "\(line)")
      let empty = try await site.run("check")
      #expect(empty.status == 78, "\(empty)")
      for text in ["tasksd.ini:7", "BROKER", "tasksd.ini:12", "SECONDS_"] {
        #expect(empty.errors.contains(text), "\(empty)")
      }
    }
  }

  @Test func withoutAWordThereIsAThreadForEachProcessor() async throws {
    try await Site.visit { site in
      try site.write("tasksd.ini", Site.options.replacing("worker_concurrency = 2\n", with: "") + Site.tasks)
      let daemon = try await site.daemon()
      let stats = try await site.inspect("stats")
      #expect(stats["pool"]?["max-concurrency"] == .integer(Int64(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
      #expect(stats["pid"] == .integer(Int64(daemon.processID)))
      let registered = try await site.inspect("registered").arrayValue?.compactMap(\.stringValue) ?? []
      #expect(registered == registered.sorted() && registered.contains("update_conversion_rates"))
    }
  }

  @Test(.enabled(if: Machine.canSwitchUser, "only root can be root"))
  func asRootItWarnsOnceAndStarts() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      let warnings = daemon.records.filter { $0["level"] == "warning" }.compactMap { $0["message"]?.stringValue }
      #expect(warnings.count == 1 && warnings.first?.contains("running as root") == true, "\(warnings)")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
    }
  }

  @Test func waitingIsBoundedWhenATimeIsGiven() async throws {
    try await Site.visit { site in
      let gate = try Gate(site)
      _ = try await site.daemon()
      let short = try await site.run("call", "hold", "--wait", "0.05")
      #expect(short.status == 1 && !short.errors.isEmpty, "\(short)")
      let long = try await site.run("call", "hello", "--wait", "60")
      #expect(long.status == 0, "\(long)")
      gate.letOneGo()
    }
  }

  @Test func aFailureIsShownWithItsLastLinesAndExits1() async throws {
    try await Site.visit { site in
      let daemon = try await site.daemon()
      let reply = try await site.run("call", "fail", "--wait")
      #expect(reply.status == 1 && reply.output.isEmpty, "\(reply)")
      for text in ["FAILURE", "exit code 3", "first", "second"] { #expect(reply.errors.contains(text), "\(reply)") }
      let errors = daemon.records.filter { $0["level"] == "error" }
      let record = try #require(errors.first)
      #expect(errors.count == 1 && record["outcome"] == "failure")
      #expect(record["level"] == "error" && record["task_name"] == "fail" && record["queue"] == "celery")
      #expect(record["task_id"]?.stringValue != nil && record["duration_ms"] != nil)
      let lines = daemon.records.filter { $0["stream"] != nil && $0["task_id"] == record["task_id"] }
      #expect(Set(lines.compactMap { $0["message"]?.stringValue }) == ["first", "second"])
    }
  }

  @Test func theScheduleShowsTimesInAZone() async throws {
    let entries = """
      [celerybeat:nightly]
      task = hello
      type = crontab
      schedule = 0 0 * * *
      timezone = Europe/Helsinki
      [celerybeat:off]
      task = hello
      type = integer
      schedule = 60
      enabled = false

      """
    try await Site.visit(Site.tasks + entries) { site in
      let reply = try await site.run("schedule", "--next", "2", "--zone", "Europe/Helsinki")
      #expect(reply.status == 0, "\(reply)")
      let times = reply.output.split(separator: "\n").filter { $0.contains("T00:00:00+0") }
      #expect(times.count == 2, "\(reply)")
      #expect(reply.output.contains("disabled"), "\(reply)")
      let json = try await site.run("schedule", "--next", "2", "--zone", "Europe/Helsinki", "--json")
      let nightly = try json.json.arrayValue?.first { $0["name"] == "nightly" }
      let next = nightly?["next"]?.arrayValue?.compactMap(\.stringValue) ?? []
      #expect(next.count == 2 && next.allSatisfy { $0.hasSuffix("T00:00:00+02:00") || $0.hasSuffix("T00:00:00+03:00") })
      let utc = try await site.run("schedule", "--json")
      let first =
        try utc.json.arrayValue?.first { $0["name"] == "nightly" }?["next"]?.arrayValue?.first?.stringValue ?? ""
      #expect(Timestamp(iso8601: first) == Timestamp(iso8601: next.first ?? ""), "\(utc)")
    }
  }

  @Test func theBackupEntryFiresTwiceInADayApart() async throws {
    let entry = "[celerybeat:backup]\ntask = hello\ntype = timedelta\nschedule = {\"hours\": 24}\n"
    try await Site.visit(Site.tasks + entry) { site in
      let reply = try await site.run("schedule", "--next", "2", "--json")
      let times =
        try reply.json.arrayValue?.first?["next"]?.arrayValue?.compactMap(\.stringValue)
        .compactMap { Timestamp(iso8601: $0) } ?? []
      #expect(times.count == 2 && times[1] - times[0] == .hours(24), "\(reply)")
    }
  }

  @Test func anExpiredTaskIsNotRun() async throws {
    try await Site.visit { site in
      // No process starts in the millisecond it may live.
      let id = try await site.call("note", "--expires", "0.001")
      let daemon = try await site.daemon()
      try await daemon.waitFor(id, "expired before it ran")
      #expect(try await site.run("result", id, "--json").json["state"] == "REVOKED")
      #expect(try await site.inspect("stats")["tasksd"]?["outcomes"]?["expired"] == 1)
      #expect(site.lines("ran").isEmpty)
    }
  }

  @Test func aScheduleWithoutEntriesSaysSo() async throws {
    try await Site.visit { site in
      let reply = try await site.run("schedule")
      #expect(reply.status == 0 && reply.output == "no scheduled entries", "\(reply)")
      #expect(try await site.run("schedule", "--json").output == "[]")
    }
  }

  @Test func secretsAreMaskedInEveryReport() async throws {
    try await Site.visit("broker_url = rediss://:p%40ss@localhost:6379/15\n") { site in
      for words in [["check", "--print"], ["check", "--print", "--json"], ["check"], ["run"], ["call", "x"]] {
        let reply = try await site.run(words)
        #expect(!reply.description.contains("p@ss") && !reply.description.contains("p%40ss"), "\(reply)")
      }
      let printed = try await site.run("check", "--print")
      #expect(printed.status == 0 && printed.output.contains("***"), "\(printed)")
    }
  }

  @Test func helpNamesEveryCommand() async throws {
    try await Site.visit { site in
      let help = try await site.bare(["--help"])
      #expect(help.status == 0)
      for word in ["run", "worker", "beat", "check", "schedule", "call", "result", "purge", "ctl"] {
        #expect(help.output.contains(word))
        #expect(try await site.bare([word, "--help"]).status == 0)
      }
      #expect(try await site.bare(["--version"]).output.first?.isNumber == true)
      for shell in ["bash", "zsh", "fish"] {
        #expect(try await site.bare(["--generate-completion-script", shell]).output.contains("inspect"))
      }
    }
  }

  @Test func aDelayedTaskWaitsForItsTimeAndACallIntoThePastDoesNot() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let before = Timestamp(seconds: Double(time(nil)))
      let delayed = try await site.run("call", "hello", "--countdown", "1", "--wait", "--json")
      let started = try delayed.json["started_at"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
      #expect(try #require(started) >= before + .seconds(1), "\(delayed)")
      let past = try await site.run("call", "hello", "--eta", "2001-01-01T00:00:00Z", "--wait")
      #expect(past.status == 0, "\(past)")
      let never = try await site.run("call", "hello", "--countdown", "5", "--expires", "1")
      #expect(never.status == 64 && never.errors.contains("before it is due"), "\(never)")
    }
  }
}
