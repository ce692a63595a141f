import Schedules
import TaskModel
import TasksTesting
import Testing

@testable import Beat

struct BeatLoopTests {
  @Test func aTickBecomesAMessageThatSaysWhereItComesFrom() async throws {
    let stage = BeatStage()
    let entry = BeatEntry(
      name: "backup größe: 1", schedule: .interval(try Interval(.hours(1))), task: "backup",
      arguments: TaskArguments([1], keywords: ["site": "a"]), queue: "slow", priority: Priority(6),
      expires: .seconds(90),
      timeLimit: TimeLimit(soft: .seconds(5)), headers: ["mine": 1, "celery_beat_task": false], origin: "x.ini:3")
    let start = stage.clock.now
    await stage.start([entry], options: BeatOptions(origin: "beat@web1"))
    await stage.advance(by: .hours(1) + .milliseconds(3))
    let message = try #require(try await stage.messages(from: "slow").first)
    #expect(message.task == "backup" && message.arguments == entry.arguments && message.priority == Priority(6))
    #expect(message.expires == start + .hours(1) + .seconds(90), "counted from the due moment")
    #expect(message.eta == nil && message.sentAt == stage.clock.now && message.origin == "beat@web1")
    #expect(message.timeLimit.soft == .seconds(5))
    #expect(
      message.headers == [
        "mine": 1, "celery_beat_task": true, "periodic_task_name": "backup größe: 1",
        "beat_due": .string((start + .hours(1)).iso8601),
      ])
    let tick = try #require(stage.sent.first)
    #expect(tick.id == message.id && tick.lateness == .milliseconds(3) && tick.queue == "slow")
    await stage.stopAll()
  }

  /// Row 93.
  @Test func theGridDoesNotDriftHoweverLateEachTickIsSent() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let loop = await stage.start([try .every(.hours(1))])
    for _ in 0..<1000 {
      let next = try #require(await loop.snapshot().first?.nextDue)
      stage.clock.set(to: next + .seconds(3))
      await stage.settle()
    }
    #expect(stage.sent.map(\.due) == (1...1000).map { start + .hours($0) })
    #expect(await loop.snapshot().first?.nextDue == start + .hours(1001))
    await stage.stopAll()
  }

  /// Rows 102 and 3rd invariant: three beats, one of them ended midway.
  @Test func everyTickIsSentOnceWhateverNumberOfBeatsRuns() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let entries = [try BeatEntry.every(.seconds(1), name: "a"), try .every(.seconds(3), name: "b")]
    for _ in 0..<3 { await stage.start(entries) }
    for second in 1...60 {
      if second == 30 { await stage.stopFirst() }
      await stage.advance(by: .seconds(1))
    }
    let messages = try await stage.messages()
    #expect(messages.count == 80)
    #expect(Set(messages.map(\.id)).count == 80)
    #expect(stage.sent.filter { $0.entry == "a" }.map(\.due) == (1...60).map { start + .seconds($0) })
    #expect(stage.sent.filter { $0.entry == "b" }.map(\.due) == (1...20).map { start + .seconds($0 * 3) })
    await stage.stopAll()
  }

  /// Row 99.
  @Test func aSecondLifeElsewhereGoesOnWithTheSameGrid() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    await stage.start([try .every(.seconds(60))])
    await stage.advance(by: .seconds(5))
    await stage.stopAll()
    let loop = await stage.start([try .every(.seconds(60))])
    #expect(await loop.snapshot().first?.nextDue == start + .seconds(60))
    await stage.advance(by: .seconds(55))
    await stage.stopAll()
    await stage.start([try .every(.seconds(60))])
    #expect(stage.sent.map(\.due) == [start + .seconds(60)], "a restart within a tick neither loses nor doubles")
    await stage.stopAll()
  }

  /// Row 98.
  @Test func theFirstRunComesAfterOneIntervalOrAtOnceWhenAskedFor() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let entries = [
      try BeatEntry.every(.hours(24), name: "later"), try .every(.hours(24), name: "now", runsAtStart: true),
    ]
    let loop = await stage.start(entries)
    #expect(stage.sent.map(\.entry) == ["now"])
    #expect(await loop.snapshot().map(\.nextDue) == [start + .hours(24), start + .hours(24)])
    await stage.start(entries)
    await stage.advance(by: .hours(1))
    await stage.stopAll()
    await stage.start(entries)
    #expect(stage.sent.count == 1, "neither another node nor a restart sends it again")
    await stage.stopAll()
  }

  /// Row 100.
  @Test(arguments: [(CatchUp.latest, 1), (.all, 3), (.skip, 0)])
  func afterThreeDaysAwayThePolicyDecides(catchUp: CatchUp, runs: Int) async throws {
    let stage = BeatStage()
    let entry = BeatEntry(
      name: "daily", schedule: .crontab(try Crontab("0 4 * * *"), .utc), task: "backup", catchUp: catchUp)
    let start = stage.clock.now
    let loop = await stage.start([entry])
    await stage.advance(by: .days(3) + .hours(2))
    #expect(try await stage.messages().count == runs)
    #expect(
      stage.events.contains(
        .caughtUp(entry: "daily", since: start + .hours(4), sent: runs, mode: catchUp.mode)))
    #expect(await loop.snapshot().first?.nextDue == start + .days(3) + .hours(4))
    await stage.stopAll()
  }

  @Test func nodesThatDisagreeAboutTheTimeSendNoMissedTickTwice() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    let slow = ManualClock(start)
    let entry = try BeatEntry.every(.hours(1), catchUp: .all)
    let behind = BeatLoop(store: stage.backend, clock: slow, entries: [entry]) { _ in }
    let running = Task { await behind.run() }
    await slow.waitForSleepers()
    await stage.start([entry])
    slow.advance(by: .hours(2))
    await slow.waitForSleepers()
    await stage.advance(by: .hours(3))
    let dues = try await stage.messages().compactMap { $0.headers["beat_due"]?.stringValue }
    #expect(dues == (1...3).map { (start + .hours($0)).iso8601 })
    running.cancel()
    await running.value
    await stage.stopAll()
  }

  /// Row 101.
  @Test func aTickIsSkippedWhileTheOneBeforeIsNotFinished() async throws {
    let stage = BeatStage()
    let loop = await stage.start([try .every(.seconds(1), overlap: .skip)])
    for _ in 0..<5 { await stage.advance(by: .seconds(1)) }
    let first = try await stage.messages()
    #expect(first.count == 1)
    let snapshot = try #require(await loop.snapshot().first)
    #expect(snapshot.sentCount == 1 && snapshot.skippedCount == 4 && snapshot.lastTaskID == first.first?.id)
    #expect(stage.events.count { if case .skippedOverlap = $0 { true } else { false } } == 4)
    await stage.stopAll()
  }

  @Test func aClockThatIsSetNeitherLosesNorDoublesTicks() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    await stage.start([try .every(.minutes(1))])
    await stage.advance(by: .minutes(1))
    stage.clock.set(to: start)
    await stage.settle()
    await stage.advance(by: .seconds(90))
    #expect(stage.sent.map(\.due) == [start + .minutes(1)], "set back: that tick was sent")
    stage.clock.set(to: start + .minutes(10))
    await stage.settle()
    #expect(stage.sent.map(\.due) == [start + .minutes(1), start + .minutes(10)], "set forward: the latest")
    await stage.stopAll()
  }

  @Test func aTickClaimedByAClockThatWasWrongIsTold() async throws {
    let stage = BeatStage()
    let start = stage.clock.now
    await stage.start([try .every(.hours(1))])
    await stage.advance(by: .days(365))
    await stage.stopAll()
    stage.clock.set(to: start)
    await stage.start([try .every(.hours(1))])
    #expect(stage.events.contains(.claimedAhead(entry: "entry", lastDue: start + .days(365))))
    await stage.stopAll()
  }

  @Test func ticksThatWouldHaveExpiredAreNotSent() async throws {
    let stage = BeatStage()
    await stage.start([try .every(.hours(1), catchUp: .all, expires: .minutes(90))])
    await stage.advance(by: .hours(5) + .minutes(10))
    #expect(stage.sent.count == 2)
    await stage.stopAll()
  }

  @Test func theProgressProvesThatTheLoopTurns() async throws {
    let stage = BeatStage()
    let loop = await stage.start([try .every(.seconds(10))])
    let before = loop.progress
    #expect(before.entryCount == 1 && before.nextDue == stage.clock.now + .seconds(10))
    #expect(before.isAlive(at: stage.clock.now + .seconds(10), tolerance: .seconds(5)))
    #expect(!before.isAlive(at: stage.clock.now + .seconds(16), tolerance: .seconds(5)))
    await stage.advance(by: .seconds(10))
    #expect(loop.progress.turns > before.turns)
    await stage.stopAll()
  }

  /// The daemon serves `/health` before the loop's first turn, and while tasks that run hold up its end.
  @Test func aLoopThatHasNotBegunOrHasEndedIsNotMissed() async throws {
    let stage = BeatStage()
    let idle = BeatLoop(store: stage.backend, clock: stage.clock, entries: []) { _ in }
    #expect(idle.progress.isAlive(at: stage.clock.now, tolerance: .zero))
    let loop = await stage.start([try .every(.seconds(10))])
    await stage.stopAll()
    #expect(loop.progress.isAlive(at: stage.clock.now + .days(1), tolerance: .zero))
  }

  @Test func noEntriesAreNoTrouble() async throws {
    let stage = BeatStage()
    let loop = await stage.start([])
    await stage.advance(by: .days(365))
    #expect(await loop.snapshot().isEmpty && stage.sent.isEmpty)
    #expect(loop.progress.isAlive(at: stage.clock.now, tolerance: .seconds(1)))
    await stage.stopAll()
  }
}
