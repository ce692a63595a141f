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

  @Test func sleepersWakeInTheOrderOfTheirDeadlines() async throws {
    let clock = try SystemClock()
    let start = clock.now
    let order = await withTaskGroup(of: Int.self) { group in
      for number in [3, 1, 2] {
        group.addTask {
          try? await clock.sleep(until: start + .milliseconds(number * 10))
          return number
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(order == [1, 2, 3])
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
