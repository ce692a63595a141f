import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

@Suite struct ProgressTests {
  private func result(_ number: Int) -> TaskResult {
    TaskResult(id: "a", state: "PROGRESS", value: .integer(Int64(number)), doneAt: .epoch)
  }

  @Test func theFirstGoesAtOnceAndOfTheRestTheLatestWhenItsTimeHasCome() {
    var throttle = StateThrottle()
    let start = Timestamp(seconds: 1000)
    #expect(throttle.offer(result(1), at: start) == .store)
    #expect(throttle.offer(result(2), at: start) == .holdUntil(start + StateThrottle.interval))
    #expect(throttle.offer(result(3), at: start + .milliseconds(199)) == .hold)
    #expect(throttle.latest == result(3))
    #expect(throttle.takeHeld(at: start + .milliseconds(200)) == result(3))
    #expect(throttle.takeHeld(at: start + .milliseconds(200)) == nil)
    #expect(throttle.offer(result(4), at: start + .milliseconds(300)) == .holdUntil(start + .milliseconds(400)))
  }

  @Test func afterAPauseItGoesAtOnceAgain() {
    var throttle = StateThrottle()
    _ = throttle.offer(result(1), at: Timestamp(seconds: 1))
    #expect(throttle.offer(result(2), at: Timestamp(seconds: 2)) == .store)
  }

  @Test(arguments: 0..<20) func noMoreThanItsShareIsStoredAndTheLatestIsNotLost(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var throttle = StateThrottle()
    var (now, due, stored): (Timestamp, Timestamp?, [(Timestamp, Int)]) = (Timestamp(seconds: 1), nil, [])
    for number in 1...200 {
      now = now + .milliseconds(Int.random(in: 0...150, using: &random))
      if let moment = due, moment <= now {
        if let held = throttle.takeHeld(at: moment) { stored.append((moment, Int(held.value.integerValue ?? 0))) }
        due = nil
      }
      switch throttle.offer(result(number), at: now) {
      case .store: stored.append((now, number))
      case .holdUntil(let moment): due = moment
      case .hold: break
      }
    }
    if due != nil, let held = throttle.takeHeld(at: now) {
      stored.append((now + .seconds(1), Int(held.value.integerValue ?? 0)))
    }
    #expect(stored.last?.1 == 200)
    #expect(zip(stored, stored.dropFirst()).allSatisfy { $1.0 - $0.0 >= StateThrottle.interval && $1.1 > $0.1 })
  }

  @Test func manyStatesOfARunAreFewInTheStoreAndTheLatestIsSeen() async throws {
    let gate = Barrier()
    let stored = Mutex(0)
    let hooks = BackendHooks(settling: { settlements throws(BackendError) in
      stored.withLock { $0 += settlements.count { $0.result?.state == TaskProgress.state } }
    })
    let bench = Workbench(
      handlers: [
        Probe("count") { context in
          for number in 1...1000 { context.publishState(TaskProgress.state, TaskProgress(number, of: 1000).meta) }
          await gate.pass()
          return "done"
        }
      ], hooks: hooks)
    try await bench.whileWorking {
      let id = try await bench.send("count")
      await gate.waitForArrivals()
      let active = try #require(bench.worker.snapshot.active.first)
      #expect(active.state == TaskProgress.state && active.meta["current"] == 1000)
      let due = bench.timer.now + StateThrottle.interval
      await bench.timerSleeps(until: due)
      bench.timer.advance(by: StateThrottle.interval)
      for await _ in bench.backend.changes(of: id).startingNow {
        if try await bench.backend.result(of: id)?.value["current"] == 1000 { break }
      }
      gate.open()
      #expect(try await bench.result(of: id)?.value == "done")
    }
    #expect(stored.withLock { $0 } == 2)
  }
}
