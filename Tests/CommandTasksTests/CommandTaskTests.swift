import CommandTasks
import Glibc
import Logging
import TaskModel
import Testing

@Suite struct CommandTaskTests {
  @Test func aCommandReturnsItsStatusAndLastLines() async throws {
    let command = Command.shell("echo one; echo two >&2; printf three")
    let result = try await command.run()
    #expect(result["exit_code"] == 0)
    #expect((result["duration"]?.doubleValue ?? -1) > 0)
    let lines = try #require(result["lines"]?.arrayValue)
    #expect(Set(lines) == ["one", "two", "three"])
    #expect(command.log.lines("stdout") == ["one", "three"])
    #expect(command.log.lines("stderr") == ["two"])
    #expect(command.log.all.allSatisfy { $0.metadata["task_id"] == "id-1" && $0.metadata["task_name"] == "test" })
  }

  @Test func theMessageIsOneLineOfJSONOnStdin() async throws {
    let result = try await Command("/bin/cat", result: .json).run([1, "a b"], keywords: ["x": ["y": nil]])
    #expect(
      result == [
        "id": "id-1", "task": "test", "args": [1, "a b"], "kwargs": ["x": ["y": nil]], "retries": 2,
      ])
    let text = try await Command("/usr/bin/wc", "-l", result: .text).run(["line\nbreak"])
    #expect(text == "1")
  }

  @Test func stdinCanBeReadTwiceThroughItsName() async throws {
    let result = try await Command.shell("cat /dev/stdin | wc -l; cat /dev/stdin | wc -l", result: .text).run()
    #expect(result == "1\n1")
  }

  @Test func aLargeMessageNobodyReadsDoesNoHarm() async throws {
    let large = String(repeating: "x", count: 4 << 20)
    let result = try await Command("/bin/true").run(keywords: ["large": .string(large)])
    #expect(result["exit_code"] == 0)
  }

  @Test func argumentsAreOneWordEachWhateverTheyHold() async throws {
    let hostile: JSONValue = "a b; $(touch /tmp/x) 'q' \"p\" \n*"
    let result = try await Command("/usr/bin/printf", "<%s>", "{v}", "-x{0}{{}}", "{n?}", result: .text)
      .run([[1, ["k": true]]], keywords: ["v": hostile])
    #expect(result == "<a b; $(touch /tmp/x) 'q' \"p\" \n*><-x[1,{\"k\":true}]{}>")
  }

  @Test func textLosesOnlyItsLastLineEnd() async throws {
    #expect(try await Command.shell("printf 'a\\n\\n'", result: .text).run() == "a\n")
    #expect(try await Command.shell("printf '\\377b'", result: .text).run() == "\u{FFFD}b")
    #expect(try await Command("/bin/true", result: .text).run() == "")
  }

  @Test func aJSONResultThatIsNoneSaysWhere() async throws {
    let failure = try #require(try await Command.shell("printf '{{\"a\": tru}}'", result: .json).failure())
    #expect(failure.type == "InvalidResult")
    #expect(failure.message.contains("column 7"))
    let empty = try #require(try await Command("/bin/true", result: .json).failure())
    #expect(empty.type == "InvalidResult")
  }

  @Test func aResultBeyondOneMegabyteIsRefused() async throws {
    let exact = try await Command.shell("head -c 1048576 /dev/zero | tr '\\0' x", result: .text).run()
    #expect(exact.stringValue?.utf8.count == 1 << 20)
    let failure = try await Command.shell("head -c 1048577 /dev/zero", result: .text).failure()
    #expect(failure?.type == "InvalidResult")
    #expect(failure?.message.contains("1048576") == true)
  }

  @Test func aFailingCommandTellsItsCodeAndLastLines() async throws {
    let command = Command.shell("echo first >&2; echo second >&2; exit 3")
    let failure = try #require(try await command.failure())
    #expect(failure == TaskFailure(type: "CommandFailed", message: "exit code 3: second", details: "first\nsecond"))
    #expect(command.log.lines("stderr") == ["first", "second"])
  }

  @Test func aSignalIsNamed() async throws {
    #expect(try await Command.shell("kill -SEGV $$").failure()?.message == "killed by SIGSEGV")
  }

  @Test func exitCode75AsksForARetry() async throws {
    let error = await #expect(throws: RetryRequest.self) { try await Command.shell("echo busy; exit 75").run() }
    #expect(error?.countdown == nil)
    #expect(error?.reason == "exit code 75 (try again later): busy")
  }

  @Test func onlyTheLastLinesAreKept() async throws {
    let result = try await Command.shell("seq 1 1000") { $0.outputLines = 3 }.run()
    #expect(result["lines"] == ["998", "999", "1000"])
    #expect(try await Command.shell("seq 1 1000") { $0.outputLines = 0 }.run()["lines"] == [])
  }

  @Test func aResultIsLoggedOnlyAtDebug() async throws {
    let command = Command.shell("echo secret; echo note >&2", result: .text)
    _ = try await command.run()
    #expect(command.log.all.map(\.level) == [.debug, .info] || command.log.all.map(\.level) == [.info, .debug])
  }

  @Test func standardStreamsAndSignalsAreClean() async throws {
    signal(SIGPIPE, SIG_IGN)
    let result = try await Command.shell(
      "ls /proc/self/fd | wc -l; grep -E 'Sig(Blk|Ign)' /proc/self/status", result: .text
    ).run()
    let lines = try #require(result.stringValue).split(separator: "\n")
    #expect(lines.first == "4")  // 0, 1, 2 and the directory itself
    // The C library keeps two signals (32 and 33) to itself.
    #expect(lines.dropFirst().allSatisfy { $0.hasSuffix("0000000") }, "\(lines)")
  }

  @Test func argumentsNeverReachTheProcessList() async throws {
    var command = Command.shell("tr '\\0' ' ' < /proc/$$/cmdline", result: .text)
    command.environment = CommandEnvironment(secrets: ["key": "hidden"], inherited: ["PATH": "/bin:/usr/bin"])
    command.specification.passSecrets = true
    #expect(try await command.run().stringValue?.contains("hidden") == false)
  }

  @Test func theEnvironmentHasTheSettings() async throws {
    var command = Command("/usr/bin/env", result: .text) { $0.environment = ["MAIN_A": "own", "EXTRA": "1"] }
    command.environment = CommandEnvironment(
      settings: ["websauna.site_id": "shop", "a": "setting"], secrets: ["aws.key": "s"], inherited: ["LANG": "C"])
    let lines = try #require(try await command.run().stringValue).split(separator: "\n")
    #expect(Set(lines) == ["LANG=C", "MAIN_WEBSAUNA_SITE_ID=shop", "MAIN_A=own", "EXTRA=1"])
    command.specification.passSecrets = true
    #expect(try await command.run().stringValue?.contains("SECRET_AWS_KEY=s") == true)
  }

  @Test func limitsHold() async throws {
    let command = Command.shell("ulimit -n; ulimit -t; ulimit -v", result: .text) {
      $0.limits = ResourceLimits(memory: 512 << 20, cpu: 7, files: 33)
    }
    #expect(try await command.run() == "33\n7\n524288")
  }

  @Test func theDirectoryIsEntered() async throws {
    #expect(try await Command("/bin/pwd", result: .text) { $0.directory = "/usr" }.run() == "/usr")
  }

  @Test(.enabled(if: geteuid() == 0)) func rootCanRunACommandAsAnotherUser() async throws {
    let command = Command.shell("id -u; id -g; id -G; echo $USER; grep CapEff /proc/self/status", result: .text) {
      $0.user = "nobody"
      $0.directory = "/"
    }
    let lines = try #require(try await command.run().stringValue).split(separator: "\n")
    #expect(lines.prefix(4) == ["65534", "65534", "65534", "nobody"])
    #expect(lines.last?.hasSuffix("0000000000000000") == true)
  }

  @Test(.enabled(if: geteuid() == 0)) func aGroupAloneCanBeGiven() async throws {
    #expect(try await Command.shell("id -u; id -gn", result: .text) { $0.group = "daemon" }.run() == "0\ndaemon")
  }

  @Test func aCommandEndsWithTheThreadThatStartedIt() async throws {
    let result = try await Command.shell("ps -o sess= -o pgid= -p $$", result: .text).run()
    let numbers = try #require(result.stringValue).split(separator: " ")
    #expect(numbers.count == 2 && numbers.first == numbers.last)
  }
}
