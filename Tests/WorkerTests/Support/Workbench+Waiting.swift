import TaskModel
import TasksTesting

extension Workbench {
  func timerSleeps(until deadline: Timestamp) async {
    await timer.waitForSleeper(until: deadline)
  }

  /// Moves both clocks on, step by step, until the condition holds.
  func keepAdvancing(until holds: () async throws -> Bool) async throws {
    while try await !holds() {
      timer.advance(by: .seconds(1))
      clock.advance(by: .seconds(1))
      await Task.yield()
    }
  }

  /// Waits until so many messages stand in the deferred set and the worker sleeps towards them.
  func untilDeferred(_ count: Int) async throws {
    while try await backend.deferredMessages(limit: count + 1).count != count { await Task.yield() }
    while !clock.deadlines.contains(where: { $0 <= clock.now + .hours(2) && $0 > clock.now }) { await Task.yield() }
  }
}
