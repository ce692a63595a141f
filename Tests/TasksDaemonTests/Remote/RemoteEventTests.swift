import CeleryWire
import TaskConfiguration
import TaskModel
import TasksTesting
import Testing
import Worker

@testable import TasksDaemon

@Suite("Events for Celery") struct RemoteEventTests {
  private static let away = BackendError(.unavailable, attempted: "publish", place: "redis", reason: "it is away")

  @Test func theNodeSaysThatItIsThereThatItLivesAndThatItLeaves() async throws {
    let site = try RemoteSite()
    var publications = site.channel.publications.makeAsyncIterator()
    site.channel.connect()
    let online = try #require(await publications.next())
    #expect(online.routingKey == "worker.online")
    #expect(online.events.first?["freq"] == 2.0)
    #expect(online.events.first?["sw_ident"] == "tasksd")
    #expect(online.events.first?["sw_sys"] == "Linux")
    #expect(online.events.first?["loadavg"]?.arrayValue?.count == 3)
    #expect(site.channel.announcements == 1)
    for _ in 0..<3 {
      await site.timer.waitForSleepers()
      site.timer.advance(by: .seconds(2))
      #expect(await publications.next()?.routingKey == "worker.heartbeat")
    }
    await site.stop()
    #expect(await publications.next()?.routingKey == "worker.offline")
    #expect(site.channel.withdrawals == 1)
  }

  @Test func theMailboxIsBoundAgainInTimeAndAfterTheConnectionWasLost() async throws {
    let site = try RemoteSite()
    var publications = site.channel.publications.makeAsyncIterator()
    site.channel.connect()
    _ = await publications.next()
    await site.timer.waitForSleepers()
    site.timer.advance(by: .minutes(20))
    #expect(await publications.next()?.routingKey == "worker.heartbeat")
    #expect(site.channel.announcements == 2)
    site.channel.connect()
    #expect(await publications.next()?.routingKey == "worker.online")
    #expect(site.channel.announcements == 3)
    await site.stop()
  }

  @Test func aBrokerThatIsAwayIsTriedAgain() async throws {
    let site = try RemoteSite()
    var publications = site.channel.publications.makeAsyncIterator()
    site.channel.setOutage(Self.away)
    site.channel.connect()
    await site.timer.waitForSleepers()
    site.timer.advance(by: .seconds(2))
    await site.timer.waitForSleepers()
    site.channel.setOutage(nil)
    site.timer.advance(by: .seconds(2))
    #expect(await publications.next()?.routingKey == "worker.online")
    site.channel.setOutage(Self.away)
    await site.stop()
  }

  @Test func heartbeatsAreSentOnRequest() async throws {
    let site = try RemoteSite()
    var publications = site.channel.publications.makeAsyncIterator()
    #expect(try await site.ask("heartbeat") == nil)
    let heartbeat = try #require(await publications.next())
    #expect(heartbeat.routingKey == "worker.heartbeat")
    #expect(heartbeat.events.first?["freq"] == 5)
    await site.stop()
  }

  @Test func tasksAreToldOnceThatIsWanted() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add") { _ in 5 }])
    var publications = site.channel.publications.makeAsyncIterator()
    #expect(try await site.ask("enable_events") == ["ok": "task events enabled"])
    #expect(try await site.ask("enable_events") == ["ok": "task events already enabled"])
    try await site.backend.enqueue([TaskMessage(id: "a", task: "demo.add", arguments: TaskArguments([2, 3]))])
    try await site.working {
      var events: [JSONObject] = []
      while events.last?["type"] != "task-succeeded", let next = await publications.next() { events += next.events }
      #expect(events.map { $0["type"] } == ["task-received", "task-started", "task-succeeded"])
      #expect(events.first?["args"] == "(2, 3)")
      #expect(events.last?["result"] == "5")
      #expect(events.allSatisfy { $0["uuid"] == "a" && $0["hostname"] == "celery@here" })
      let clocks = events.compactMap { $0["clock"]?.integerValue }
      #expect(clocks == clocks.sorted() && Set(clocks).count == 3)
    }
    #expect(try await site.ask("disable_events") == ["ok": "task events disabled"])
    await site.stop()
  }

  @Test func theConfigurationMayWantThemFromTheStart() async throws {
    let site = try RemoteSite { $0.options.redis.sendsTaskEvents = true }
    #expect(try await site.ask("enable_events") == ["ok": "task events already enabled"])
    await site.stop()
  }
}

@Suite("The buffer of events") struct EventBufferTests {
  private func event(_ number: Int) -> WorkerEvent { .restored(number) }

  private func numbers(_ buffer: EventBuffer) -> [Int] {
    buffer.takeAll().compactMap { if case .restored(let number) = $0.event { number } else { nil } }
  }

  @Test func theOldestIsDroppedAndCounted() {
    let buffer = EventBuffer(limit: 3)
    buffer.setOpen(true)
    buffer.setEnabled(true)
    for number in 1...8 { buffer.add(event(number)) { .epoch } }
    #expect(buffer.dropped == 5)
    #expect(numbers(buffer) == [6, 7, 8])
    for number in 1...2 { buffer.add(event(number)) { .epoch } }
    #expect(numbers(buffer) == [1, 2])
    #expect(buffer.dropped == 5)
  }

  @Test func nothingIsTakenInUnlessSomebodySendsItAndSomebodyWantsIt() {
    let buffer = EventBuffer()
    buffer.setEnabled(true)
    buffer.add(event(1)) { .epoch }
    buffer.setOpen(true)
    buffer.add(event(2)) { .epoch }
    #expect(buffer.setEnabled(false))
    buffer.add(event(3)) { .epoch }
    #expect(numbers(buffer) == [2])
  }

  @Test func itRingsWhenThereIsSomethingNew() async {
    let buffer = EventBuffer()
    buffer.setOpen(true)
    buffer.setEnabled(true)
    var bell = buffer.bell.makeAsyncIterator()
    for number in 1...3 {
      buffer.add(event(number)) { .epoch }
      await bell.next()
      #expect(numbers(buffer) == [number])
    }
  }
}

@Suite("The worker's events in Celery's words") struct CeleryEventsTests {
  private let message = TaskMessage(id: "a", task: "demo.add")

  private func types(_ outcome: TaskEnding.Outcome, ran: Bool) -> [String] {
    let ending = TaskEnding(message: message, outcome: outcome, deliveryCount: 1, duration: ran ? .seconds(1) : nil)
    return CeleryEvents.make(.ended(ending), at: .epoch).map(\.type)
  }

  @Test func everyEndHasItsEvents() {
    let failure = TaskFailure(type: "E", message: "m")
    #expect(types(.succeeded(1), ran: true) == ["task-succeeded"])
    #expect(types(.failed(failure), ran: true) == ["task-failed"])
    #expect(types(.failed(failure), ran: false) == ["task-received", "task-failed"])
    #expect(types(.retried(failure, in: .zero), ran: true) == ["task-retried"])
    #expect(types(.revoked, ran: true) == ["task-revoked"])
    #expect(types(.revoked, ran: false) == ["task-received", "task-revoked"])
    #expect(types(.expired, ran: false) == ["task-received", "task-revoked"])
    #expect(types(.deferred(until: .epoch), ran: false) == ["task-received"])
    #expect(
      types(.deadLettered(.unknownTask, detail: ""), ran: false) == ["task-received", "task-failed", "task-rejected"])
    #expect(types(.returned, ran: true) == ["task-cancelled"])
    #expect(types(.returned, ran: false) == [])
    #expect(CeleryEvents.make(.restored(2), at: .epoch).isEmpty)
    #expect(
      CeleryEvents.make(.started(message, deliveryCount: 1), at: .epoch).map(\.type) == [
        "task-received", "task-started",
      ])
  }

  @Test func anUnknownTaskIsToldAsCeleryTellsIt() {
    let ending = TaskEnding(message: message, outcome: .deadLettered(.unknownTask, detail: "x"), deliveryCount: 1)
    let failed = CeleryEvents.make(.ended(ending), at: .epoch).first { $0.type == "task-failed" }
    #expect(failed?.fields["exception"] == "NotRegistered('demo.add')")
  }

  @Test func unreadableMessagesHaveNoEvents() {
    let ending = TaskEnding(message: nil, outcome: .deadLettered(.unreadable, detail: "x"), deliveryCount: 1)
    #expect(CeleryEvents.make(.ended(ending), at: .epoch).isEmpty)
  }
}
