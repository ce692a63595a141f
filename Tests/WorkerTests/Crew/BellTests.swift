import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct BellTests {
  @Test func aRingBeforeTheWaitIsRememberedOnce() async {
    let bell = Bell()
    bell.ring()
    bell.ring()
    await bell.wait()
    let clock = ManualClock()
    let deadline = clock.now + .seconds(1)
    async let second: Void = bell.wait(until: Bell.Alarm(deadline, on: clock))
    await clock.waitForSleeper(until: deadline)
    clock.advance(by: .seconds(1))
    await second
  }

  @Test func aRingWhileWaitingWakesBeforeTheAlarmWhichIsCancelled() async {
    let bell = Bell()
    let clock = ManualClock()
    let deadline = clock.now + .hours(1)
    async let woken: Void = bell.wait(until: Bell.Alarm(deadline, on: clock))
    await clock.waitForSleeper(until: deadline)
    bell.ring()
    await woken
    while !clock.deadlines.isEmpty { await Task.yield() }
  }

  @Test func theFirstOfSeveralAlarmsEndsTheWait() async {
    let bell = Bell()
    let (clock, timer) = (ManualClock(), ManualClock())
    let alarms = [Bell.Alarm(clock.now + .hours(1), on: clock), Bell.Alarm(timer.now + .seconds(5), on: timer)]
    async let woken: Void = bell.wait(until: alarms)
    await timer.waitForSleepers()
    await clock.waitForSleepers()
    timer.advance(by: .seconds(5))
    await woken
    while !clock.deadlines.isEmpty { await Task.yield() }
  }

  @Test func aMomentThatHasPassedEndsTheWaitAtOnce() async {
    let clock = ManualClock()
    await Bell().wait(until: Bell.Alarm(clock.now - .seconds(1), on: clock))
  }

  @Test func ofTwoListenersNoneIsForgotten() async {
    let bell = Bell()
    let clock = ManualClock()
    let (first, second) = (clock.now + .hours(1), clock.now + .hours(2))
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await bell.wait(until: Bell.Alarm(first, on: clock)) }
      group.addTask { await bell.wait(until: Bell.Alarm(second, on: clock)) }
      await clock.waitForSleeper(until: first)
      await clock.waitForSleeper(until: second)
      // A ring may come before one of them listens; then it is remembered, and that one needs no other.
      for _ in 0..<2 {
        bell.ring()
        await group.next()
      }
    }
  }

  @Test func ringsFromManyThreadsNeverStrandTheListener() async {
    let (there, back) = (Bell(), Bell())
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<2000 {
          await there.wait()
          back.ring()
        }
      }
      group.addTask {
        for _ in 0..<2000 {
          there.ring()
          await back.wait()
        }
      }
    }
  }
}
