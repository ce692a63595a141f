import CommandTasks
import Glibc
import TaskModel
import Testing

@Suite struct StoppingTests {
  /// Starts the command, waits for its line `ready PID…`, cancels, and returns the numbers and the error.
  private func stop(_ command: Command, limit: TimeLimit = TimeLimit()) async throws -> (pids: [pid_t], TaskFailure?) {
    let run = Task { try await command.run(limit: limit) }
    let line = await command.log.line(beginningWith: "ready")
    let pids = (line ?? "").split(separator: " ").dropFirst().compactMap { pid_t($0) }
    run.cancel()
    do {
      _ = try await run.value
      return (pids, nil)
    } catch { return (pids, error as? TaskFailure) }
  }

  @Test func cancellingEndsTheWholeGroup() async throws {
    let command = Command.shell("sleep 99 & echo ready $$ $!; sleep 99")
    let (pids, failure) = try await stop(command)
    #expect(pids.count == 2)
    #expect(pids.allSatisfy { !isAlive($0) })
    #expect(failure?.type == "CommandStopped")
    #expect(failure?.message.hasSuffix("(killed by SIGTERM)") == true)
    #expect(failure?.details?.hasPrefix("ready") == true)
  }

  @Test func whoIgnoresTERMIsKilledAfterTheGrace() async throws {
    let command = Command.shell("trap '' TERM; sleep 99 & echo ready $$ $!; while :; do wait; done") {
      $0.killGrace = .milliseconds(30)
    }
    let (pids, failure) = try await stop(command)
    #expect(pids.count == 2 && pids.allSatisfy { !isAlive($0) })
    #expect(failure?.message.hasSuffix("(killed by SIGKILL)") == true)
  }

  @Test func childrenKeepTheirGraceWhenTheLeaderDiesFirst() async throws {
    let child = "trap 'echo cleaned; exit' TERM; echo ready; while :; do sleep 0.01; done"
    let command = Command.shell("sh -c \"$0\" & wait").with(argument: child)
    let (_, failure) = try await stop(command)
    #expect(failure?.details?.contains("cleaned") == true)
  }

  @Test func aStoppedCommandIsNoSuccessEvenWithExitCodeZero() async throws {
    let (_, failure) = try await stop(Command.shell("trap 'exit 0' TERM; echo ready; while :; do sleep 0.01; done"))
    #expect(failure?.type == "CommandStopped")
    #expect(failure?.message.hasSuffix("(exit code 0)") == true)
  }

  @Test func theHardLimitEndsTheGroupByItself() async throws {
    let command = Command.shell("echo $$; sleep 99 & sleep 99")
    let failure = try #require(try await command.failure(limit: TimeLimit(hard: .milliseconds(200))))
    #expect(failure.type == "TimeLimitExceeded")
    let pid = try #require(failure.details.flatMap { pid_t($0) })
    #expect(kill(-pid, 0) == -1 || !isAlive(pid))
  }

  @Test func theTasksOwnLimitHoldsWhereTheRunHasNone() async throws {
    let command = Command.shell("sleep 99") { $0.options.timeLimit.hard = .milliseconds(50) }
    #expect(try await command.failure()?.type == "TimeLimitExceeded")
  }

  @Test func whatAFinishedCommandLeavesBehindIsKilled() async throws {
    let script = "sleep 99 >/dev/null 2>&1 & echo $!; sleep 98 & echo $!"
    let result = try await Command.shell(script, result: .text).run()
    let pids = (result.stringValue ?? "").split(separator: "\n").compactMap { pid_t($0) }
    #expect(pids.count == 2 && pids.allSatisfy { !isAlive($0) })
  }

  @Test func whoLeftTheGroupDoesNotHoldUpTheResult() async throws {
    let script = "pid=$(setsid sh -c 'echo $$; exec sleep 600 >/dev/null' &); echo $pid"
    let result = try await Command.shell(script, result: .text).run()
    let pid = try #require(result.stringValue.flatMap { pid_t($0) })
    #expect(isAlive(pid))
    kill(pid, SIGKILL)
  }

  @Test func aCancelledTaskStartsNothing() async throws {
    let command = Command("/bin/true")
    let run = Task {
      await Task.yield()
      withUnsafeCurrentTask { $0?.cancel() }
      return try await command.run()
    }
    await #expect(throws: CancellationError.self) { try await run.value }
  }

  @Test func manyRunAndStopAtOnce() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<40 {
        group.addTask {
          let command = Command.shell("echo ready $$; sleep 99 & wait")
          if index.isMultiple(of: 2) {
            return try await Command("/bin/echo", "{0}", result: .text).run([.integer(Int64(index))])
              == .string(String(index))
          }
          return try await stop(command).pids.allSatisfy { !isAlive($0) }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}

extension Command {
  /// `$0` of a shell command.
  func with(argument: String) -> Command {
    var command = self
    command.specification.words.append(argument.replacing("{", with: "{{").replacing("}", with: "}}"))
    return command
  }
}
