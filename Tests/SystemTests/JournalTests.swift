import MachineTesting
import ProcessTesting
import Testing

/// What the journal tells of tasks: fields, priorities, and one task's whole story.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct JournalTests {
  @Test func everyEventHasItsPriorityAndFields() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.startTasksd(
        "[tasksd]\nbroker_url = sqlite:////var/lib/tasksd/tasks.sqlite\nlog_level = debug\n" + Machine.shellTask + """
          [task:say]
          command = echo hello
          [task:fail]
          command = false
          [task:again]
          command = sh -c "test -e again || (touch again; exit 1)"
          max_retries = 1
          retry_delay = 100ms
          """)
      for task in ["say", "fail", "again"] { _ = try await machine.call(task) }
      let log = try await machine.followJournal("-u", "tasksd")
      _ = try await log.standardOutput.first("the end of the last") {
        $0.contains("again[") && $0.contains("succeeded")
      }
      let lines = try await machine.journal("-u", "tasksd", "_COMM=tasksd")
      func line(_ task: String, _ words: String) throws -> JournalEntry {
        try #require(
          lines.first { $0["TASK_NAME"] == task && $0.message.contains(words) }, "\(task) \(words): \(lines)")
      }
      #expect(lines.first?.message.contains("thread priority") == false, "\(lines.first?.message ?? "nothing")")
      #expect(try line("say", "started").priority == 7)
      #expect(try line("say", "hello").priority == 6)
      #expect(try line("say", "hello")["STREAM"] == "stdout")
      #expect(try line("say", "succeeded").priority == 6)
      #expect(try line("again", "tried again").priority == 4)
      #expect(try line("again", "succeeded")["RETRIES"] == "1")
      let failure = try line("fail", "failed")
      #expect(failure.priority == 3)
      #expect(failure.message.contains("exit code 1"), "\(failure)")
      #expect(failure["TASK_ID"] != nil && failure["QUEUE"] == "celery" && failure["OUTCOME"] == "failure")
      #expect(lines.first { $0.message.contains("is ready") }?.priority ?? 9 <= 6)
      // Only errors are errors.
      let errors = try await machine.journal("-u", "tasksd", "-p", "err")
      #expect(errors.count == 1, "\(errors)")
      #expect(errors.first?["TASK_NAME"] == "fail")
    }
  }

  /// Two nodes share a Redis server; the one that runs the task is killed.
  @Test func oneTaskHasOneStoryOverRetriesAndNodes() async throws {
    try await Machine.running(.installed) { machine in
      let site = """
        [tasksd]
        broker_url = redis://localhost:6379/0
        worker_lease = 2s
        log_level = debug
        [task:story]
        command = /usr/local/bin/story
        max_retries = 3
        retry_delay = 100ms

        """
      // Fails at first, then stays until its node is killed, then succeeds.
      try machine.write(
        "/usr/local/bin/story",
        """
        #!/bin/sh
        n=$(redis-cli incr runs)
        echo "run $n on $(basename $STATE_DIRECTORY)"
        test $n = 1 && exit 1
        test $n = 2 && exec sleep 4711
        exit 0
        """, mode: 0o755)
      _ = try await machine.systemctl("start", "redis-server").checked()
      for name in ["a", "b"] {
        try machine.write("/etc/tasksd/\(name).ini", site)
        _ = try await machine.systemctl("start", "tasksd@\(name)").checked()
      }
      let log = try await machine.followJournal("-t", "tasksd")
      let id = try await machine.run(["tasksd", "call", "story", "--config", "/etc/tasksd/a.ini"]).checked()
      let second = try await log.standardOutput.first(containing: "run 2 on ").line
      let holder = second.hasSuffix("a") ? "a" : "b"
      _ = try await machine.systemctl("mask", "--runtime", "tasksd@\(holder)").checked()
      _ = try await machine.systemctl("kill", "--signal", "KILL", "tasksd@\(holder)").checked()
      let result = try await machine.run(["tasksd", "result", id, "--wait", "--config", "/etc/tasksd/a.ini"])
      #expect(result.exit == .code(0), "\(result)")
      _ = try await log.standardOutput.first(containing: "succeeded in")

      let story = try await machine.journal("TASK_ID=\(id)")
      let told = story.map { "\($0["_SYSTEMD_UNIT"] ?? "?") \($0.description)" }.joined(separator: "\n")
      var rest = story[...]
      for words in ["started", "run 1", "tried again", "started", "run 2", "started, delivery 2", "run 3", "succeeded"]
      {
        let found = try #require(rest.firstIndex { $0.message.contains(words) }, "no '\(words)' in\n\(told)")
        rest = rest[(found + 1)...]
      }
      #expect(story.last?["_SYSTEMD_UNIT"] == "tasksd@\(holder == "a" ? "b" : "a").service", "\(told)")
      #expect(story.last?["DELIVERY"] == "2", "\(told)")
      #expect(story.allSatisfy { $0["TASK_NAME"] == "story" }, "\(told)")
    }
  }
}
