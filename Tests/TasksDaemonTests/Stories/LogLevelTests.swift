import ProcessTesting
import TaskModel
import Testing

/// What is logged, and that a failure always is.
@Suite struct LogLevelTests {
  @Test(arguments: ["error", "critical", "fatal"])
  func aFailureIsLoggedAtEveryLevel(_ level: String) async throws {
    try await Site.visit { site in
      try site.write(
        "tasksd.ini", Site.options.replacing("log_level = debug", with: "log_level = \(level)") + Site.tasks)
      let id = try await site.call("fail")
      let daemon = try await site.start([])
      let record = try await daemon.waitFor(id, "exit code 3")
      #expect(record["level"] == "error" && record["task_name"] == "fail")
      await daemon.stop()
    }
  }

  @Test func theFlagForTheLogLevelBeatsTheFile() async throws {
    try await Site.visit { site in
      try site.write("tasksd.ini", Site.options.replacing("log_level = debug", with: "log_level = error") + Site.tasks)
      let daemon = try await site.daemon("run", "--loglevel", "debug")
      #expect(try await site.run("call", "hello", "--wait").status == 0)
      try await daemon.waitForLine("\"level\":\"debug\"")
    }
  }

  @Test func aQuieterFlagBeatsTheFileToo() async throws {
    try await Site.visit { site in
      let id = try await site.call("fail")
      let quiet = try await site.start(["run", "--loglevel", "error"])
      try await quiet.waitFor(id, "exit code 3")
      #expect(!quiet.log.all.contains { $0.contains("is ready") })
      await quiet.stop()
      #expect(quiet.records.allSatisfy { $0["level"] == "error" || $0["level"] == "critical" })
    }
  }
}
