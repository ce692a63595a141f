@testable import CommandTasks
import TaskModel
import Testing

@Suite struct GroupGuardTests {
  /// With job control, which bash has without a terminal, every background job is a group named after its first process.
  @Test func whatStillRunsAtTheEndIsKilledAndNothingElse() async throws {
    let story = """
      set -m
      sleep 99 & one=$!
      sleep 99 & two=$!
      sleep 99 & three=$!
      printf '%s\\n' "+ $one" "+ $two" "- $one" '- 1' "+ $three" nonsense '' | sh -c "$0"
      kill -0 $one && echo one lives
      wait $two; echo two $?
      wait $three; echo three $?
      kill $one
      """
    let command = Command("/bin/bash", "-c", story, result: .text).with(argument: GroupGuard.script)
    #expect(try await command.run().stringValue == "one lives\ntwo 137\nthree 137")
  }

  @Test func aCommandsGroupIsKnownToItWhileItRuns() async throws {
    // The guard is the daemon's child, and there is one for all commands.
    let count = "ps -o args= --ppid $(ps -o ppid= -p $$) | grep -c '^tasksd-guard'"
    for _ in 0..<2 { #expect(try await Command.shell(count, result: .text).run().stringValue == "1") }
  }
}
