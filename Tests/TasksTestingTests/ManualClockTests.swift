import Synchronization
import TaskModel
import TasksTesting
import Testing

@Suite struct ManualClockTests {
  let clock = ManualClock()

  @Test func theClockStandsStillUntilItIsMoved() {
    let start = clock.now
    #expect(clock.now == start)
    clock.advance(by: .seconds(5))
    #expect(clock.now == start + .seconds(5))
    clock.set(to: .epoch)
    #expect(clock.now == .epoch)
  }

  @Test func itStartsOnAMonday() {
    #expect(CivilTime(clock.now) == CivilTime(year: 2026, month: 1, day: 5))
    #expect(CivilTime(clock.now).weekday == 1)
  }

  @Test func aSleepUntilNowOrThePastReturnsAtOnce() async throws {
    try await clock.sleep(until: clock.now)
    try await clock.sleep(until: .distantPast)
    #expect(clock.deadlines.isEmpty)
  }

  @Test func aSleeperWakesWhenItsMomentIsReachedAndNotBefore() async throws {
    let clock = clock
    let deadline = clock.now + .seconds(10)
    let woken = Task { try await clock.sleep(until: deadline) }
    await clock.waitForSleepers()
    clock.advance(by: .seconds(9))
    #expect(clock.deadlines == [deadline])
    clock.advance(by: .seconds(1))
    try await woken.value
    #expect(clock.deadlines.isEmpty)
  }

  @Test func aTestCanWaitForASleeperOfOneMoment() async throws {
    let clock = clock
    let deadlines = [1, 2, 3].map { clock.now + .seconds($0) }
    let tasks = deadlines.map { deadline in Task { try await clock.sleep(until: deadline) } }
    for deadline in deadlines.reversed() { await clock.waitForSleeper(until: deadline) }
    #expect(clock.deadlines == deadlines)
    clock.set(to: .distantFuture)
    for task in tasks { try await task.value }
  }

  @Test func settingTheClockForwardWakesToo() async throws {
    let clock = clock
    let deadline = clock.now + .days(1)
    let woken = Task { try await clock.sleep(until: deadline) }
    await clock.waitForSleepers()
    clock.set(to: deadline + .days(365))
    try await woken.value
  }

  @Test func sleepersStandInTheOrderOfTheirDeadlines() async throws {
    let clock = clock
    let start = clock.now
    let tasks = [3, 1, 2].map { seconds in Task { try await clock.sleep(until: start + .seconds(seconds)) } }
    await clock.waitForSleepers(3)
    #expect(clock.deadlines == [1, 2, 3].map { start + .seconds($0) })
    clock.advance(by: .seconds(2))
    #expect(clock.deadlines == [start + .seconds(3)])
    clock.advance(by: .seconds(1))
    for task in tasks { try await task.value }
  }

  @Test func aCancelledSleeperThrowsAndIsForgotten() async {
    let clock = clock
    let sleeping = Task { try await clock.sleep(until: .distantFuture) }
    await clock.waitForSleepers()
    sleeping.cancel()
    await #expect(throws: CancellationError.self) { try await sleeping.value }
    #expect(clock.deadlines.isEmpty)
  }

  @Test func aTaskCancelledBeforehandDoesNotSleep() async {
    let clock = clock
    let gate = AsyncStream.makeStream(of: Void.self)
    let sleeping = Task {
      for await _ in gate.stream {}
      try await clock.sleep(until: .distantFuture)
    }
    sleeping.cancel()
    gate.continuation.finish()
    await #expect(throws: CancellationError.self) { try await sleeping.value }
  }

  @Test func manySleepersCancelledAndWokenAtOnceAllReturn() async {
    let clock = clock
    let start = clock.now
    let sleepers = (1...200).map { number in
      Task { try? await clock.sleep(until: start + .milliseconds(number)) }
    }
    for (index, sleeper) in sleepers.enumerated() {
      clock.advance(by: .milliseconds(1))
      if index.isMultiple(of: 2) { sleeper.cancel() }
    }
    for sleeper in sleepers { await sleeper.value }
    #expect(clock.deadlines.isEmpty)
  }
}
