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
