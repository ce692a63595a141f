import Tasks
import Testing

@testable import TasksTesting

/// Ways to run tasks that are wrong on purpose.
@Suite struct StoriesCanFailTests {
  /// Says that all is done, and does nothing.
  private struct Idle: TaskEngine {
    func sent(_ ids: [TaskID]) -> [TaskEnding] { [] }
    func finishWhatIsDue() {}
    func stop() {}
  }

  /// Runs what is not due yet.
  private struct Hasty: TaskEngine {
    let engine: any TaskEngine
    let clock: ManualClock
    func sent(_ ids: [TaskID]) -> [TaskEnding] { [] }
    func finishWhatIsDue() async throws {
      let now = clock.now
      clock.advance(by: .days(1))
      try await engine.finishWhatIsDue()
      clock.set(to: now)
    }
    func stop() {}
  }

  @Test(arguments: TaskStory.all.filter { $0.runs > 0 })
  func aDrainThatDoesNothingFailsEveryStory(_ story: TaskStory) async throws {
    await withKnownIssue {
      try await story.run(.drained) { tasks in
        var tasks = tasks
        tasks.engine = Idle()
        return tasks
      }
    }
  }

  @Test func aDrainThatKnowsNoTimeFailsTheStoryOfTheCountdown() async throws {
    await withKnownIssue {
      try await TaskStory.countdown.run(.drained) { tasks in
        var tasks = tasks
        tasks.engine = Hasty(engine: tasks.engine, clock: tasks.clock)
        return tasks
      }
    }
  }
}
