import TaskModel
import Testing
import WorkerThreads

@Suite struct SystemClockTests {
  @Test(arguments: [SystemClock.Source.realtime, .monotonic])
  func aSleeperWakesAtItsDeadlineAndNotBefore(_ source: SystemClock.Source) async throws {
    let clock = try SystemClock(source)
    let deadline = clock.now + .milliseconds(5)
    try await clock.sleep(until: deadline)
    #expect(clock.now >= deadline)
  }

  @Test func aDeadlineInThePastReturnsAtOnce() async throws {
    let clock = try SystemClock()
    try await clock.sleep(until: .distantPast)
    try await clock.sleep(until: clock.now)
  }

  @Test func eachOfManySleepersWakesAtItsOwnDeadline() async throws {
    let clock = try SystemClock()
    let start = clock.now
    await withTaskGroup(of: Void.self) { group in
      for number in [30, 10, 20, 1, 15] {
        group.addTask {
          let deadline = start + .milliseconds(number)
          await #expect(throws: Never.self) { try await clock.sleep(until: deadline) }
          #expect(clock.now >= deadline)
        }
      }
    }
  }

  @Test func aCancelledSleeperThrowsAndTheOthersSleepOn() async throws {
    let clock = try SystemClock()
    let cancelled = Task { try await clock.sleep(until: .distantFuture) }
    let other = Task { try await clock.sleep(until: clock.now + .milliseconds(5)) }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    try await other.value
  }

  @Test func manyCancelledSleepersLeaveNothingBehind() async throws {
    let clock = try SystemClock(.monotonic)
    let sleepers = (0..<500).map { _ in Task { try await clock.sleep(until: .distantFuture) } }
    for sleeper in sleepers { sleeper.cancel() }
    for sleeper in sleepers { await #expect(throws: CancellationError.self) { try await sleeper.value } }
    try await clock.sleep(until: clock.now + .milliseconds(1))
  }
}
