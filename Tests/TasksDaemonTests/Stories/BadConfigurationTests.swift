import FoundationEssentials
import ProcessTesting
import TaskModel
import Testing

/// Wrong configurations, through the command line: 78 and a text that says where and what would be right.
@Suite struct BadConfigurationTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let says: [String]
    /// Beside the exit code of `check`, that of `run`; some mistakes show only there.
    var command = "check"

    var testDescription: String { says.joined(separator: " … ") }
  }

  static let mistakes = [
    Mistake(text: "[tasksd\n", says: ["bad.ini:1"]),
    Mistake(text: "[tasksd]\nnonsense\n", says: ["bad.ini:2"]),
    Mistake(text: "[tasksd]\nworker_concurency = 4\n", says: ["bad.ini:2", "worker_concurrency"]),
    Mistake(text: "[tasksd]\nworker_concurrency = many\n", says: ["bad.ini:2", "many"]),
    Mistake(text: "[tasksd]\nworker_concurrency = 0\n", says: ["bad.ini:2", "1"]),
    Mistake(text: "[tasksd]\nlog_level = chatty\n", says: ["bad.ini:2", "debug"]),
    Mistake(text: "[tasksd]\ntimezone = Europe/Helsinky\n", says: ["bad.ini:2", "Europe/Helsinki"]),
    Mistake(text: "[tasksd]\nbroker_url = ${NOT_SET_ANYWHERE}\n", says: ["bad.ini:2", "NOT_SET_ANYWHERE"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rates\ntype = crontab\nschedule = {\"hour\": 24}\n",
      says: ["bad.ini:4", "24", "midnight is 0"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rates\ntype = crontab\nschedule = {\"hour\": \n",
      says: ["bad.ini:4"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rates\ntype = timedelta\nschedule = {\"hours\": NaN}\n",
      says: ["bad.ini:4"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rates\ntype = sometimes\nschedule = 5\n",
      says: ["bad.ini:3", "crontab"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rate\ntype = integer\nschedule = 5\n",
      says: ["bad.ini:2", "update_conversion_rates"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rates\ntype = integer\nschedule = 5\nargs = {\"a\": 1}\n",
      says: ["bad.ini:5"]),
    Mistake(
      text: "[celerybeat:e]\ntask = update_conversion_rates\ntype = integer\nschedule = 5\nargs = [1]\n",
      says: ["bad.ini:5"]),
    Mistake(text: "[task:t]\n", says: ["bad.ini:1", "command"]),
    Mistake(text: "[task:t]\ncommand = /no/such/program\n", says: ["bad.ini:2", "/no/such/program"]),
    Mistake(text: "[task:t]\ncommand = echo {\n", says: ["bad.ini:2"]),
    Mistake(text: "[task:t]\ncommand = true\nuser = nobody-knows-him\n", says: ["bad.ini:1", "nobody-knows-him"]),
    Mistake(text: "[task:t]\ncommand = true\ndirectory = /no/such\n", says: ["/no/such"]),
    Mistake(
      text: "[tasksd]\nbroker_url = redis://localhost/3\nresult_backend = sqlite:////r.db\n",
      says: ["bad.ini:3", "cannot be kept"]),
    Mistake(text: "[tasksd]\nbroker_url = rediss://:p%40ss@localhost/3\n", says: ["TLS", "**"], command: "call"),
    Mistake(text: "[tasksd]\ntask_always_eager = true\n", says: ["bad.ini:2", "task_always_eager"], command: "beat"),
    Mistake(text: "[tasksd]\nhostname = \n", says: ["bad.ini:2"]),
  ]

  @Test(arguments: mistakes)
  func eachMistakeIsNamedWithItsPlace(_ mistake: Mistake) async throws {
    try await Site.visit { site in
      try site.write("bad.ini", mistake.text)
      let words = mistake.command == "call" ? ["call", "update_conversion_rates"] : [mistake.command]
      let reply = try await site.bare(words + ["--config", "bad.ini"])
      #expect(reply.status == 78, "\(reply)")
      for text in mistake.says { #expect(reply.errors.contains(text), "\(reply)") }
      if mistake.command == "check" {
        let json = try await site.bare(["check", "--json", "--config", "bad.ini"])
        #expect(json.status == 78 && json.errors.isEmpty, "\(json)")
        let problems = try json.json["problems"]?.arrayValue ?? []
        #expect(problems.contains { $0["severity"] == "error" }, "\(json)")
      }
    }
  }

  @Test func allMistakesAreReportedAtOnce() async throws {
    try await Site.visit { site in
      try site.write("bad.ini", "[tasksd]\nworker_concurency = 4\nlog_level = chatty\n[task:t]\n")
      for command in ["check", "run"] {
        let reply = try await site.bare([command, "--config", "bad.ini"])
        #expect(reply.status == 78)
        for place in ["bad.ini:2", "bad.ini:3", "bad.ini:4"] { #expect(reply.errors.contains(place), "\(reply)") }
      }
    }
  }

  @Test(arguments: ["run", "worker", "beat", "check", "schedule", "call x", "result x", "purge --force"])
  func aMissingFileIsOneLineWithItsPath(_ command: String) async throws {
    try await Site.visit { site in
      let reply = try await site.bare(command.split(separator: " ").map(String.init) + ["--ini", "nope.ini"])
      #expect(reply.status == 78, "\(reply)")
      let lines = reply.errors.split(separator: "\n")
      #expect(lines.contains { $0.contains("nope.ini") } && lines.count <= 2, "\(reply)")
    }
  }

  @Test func aDirectoryIsNoConfiguration() async throws {
    try await Site.visit { site in
      let reply = try await site.bare(["check", "--config", site.directory])
      #expect(reply.status == 78 && reply.errors.contains("directory"), "\(reply)")
    }
  }

  @Test(.enabled(if: Machine.canSwitchUser, "only root can become somebody else"))
  func anUnreadableFileIsRefused() async throws {
    try await Site.visit { site in
      let reply = try await site.runAsNobody(["check"])
      #expect(reply.status == 78 && reply.errors.contains("no permission"), "\(reply)")
    }
  }

  @Test func aCorruptStoreIsRefusedAndLeftAsItIs() async throws {
    try await Site.visit { site in
      let rubbish = String(repeating: "this is no database. ", count: 500)
      try FileManager.default.createDirectory(atPath: site.path("state"), withIntermediateDirectories: false)
      try site.write("state/tasksd.db", rubbish)
      for words in [["run"], ["call", "hello"], ["result", "x"], ["purge", "--force"]] {
        let reply = try await site.run(words)
        #expect(reply.status == 78 && reply.errors.contains("tasksd.db"), "\(reply)")
      }
      #expect(try site.read("state/tasksd.db") == rubbish)
    }
  }

  @Test func aStateDirectoryThatCannotBeMadeIs73() async throws {
    try await Site.visit { site in
      try site.write("file", "in the way")
      try site.write("bad.ini", "[tasksd]\nstate_directory = %(here)s/file/state\ncontrol_socket = %(here)s/c.sock\n")
      let reply = try await site.bare(["run", "--config", "bad.ini"])
      #expect(reply.status == 73 && reply.errors.contains("file"), "\(reply)")
    }
  }

  @Test func aControlSocketThatCannotBeMadeEndsTheDaemon() async throws {
    try await Site.visit { site in
      try site.write("file", "in the way")
      try site.write(
        "bad.ini", "[tasksd]\nstate_directory = %(here)s/state\ncontrol_socket = %(here)s/file\n")
      let reply = try await site.bare(["run", "--config", "bad.ini"])
      #expect(reply.status == 73 && reply.errors.contains("file"), "\(reply)")
      #expect(try site.read("file") == "in the way")
    }
  }

  @Test func badSettingsFailTheTaskThatNeedsThemOnly() async throws {
    try await Site.visit { site in
      _ = try await site.daemon()
      let rates = try await site.run("call", "update_conversion_rates", "--wait")
      #expect(rates.status == 1 && rates.errors.contains("conversion_rates.url"), "\(rates)")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
    }
  }
}
