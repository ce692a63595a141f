import CeleryWire
import ControlAPI
import TaskModel
import Testing

@testable import TasksDaemon

/// Asking other nodes, as Celery's clients do.
@Suite struct RemoteAskingTests {
  @Test func namedNodesAreAskedAndWhoDoesNotAnswerIsNamed() async throws {
    let site = try RemoteSite()
    #expect(try await site.ask("ping") == ["ok": "pong"])
    site.channel.setFleet(["celery@a", "celery@b"], answers: [("celery@a", ["ok": "pong"])])
    let reply = try await ControlDesk(parts: site.parts).inspect(
      "ping", parameters: ["node": ["celery@a", "celery@b", .string(RemoteSite.node)], "timeout": 2])
    #expect(
      reply == [
        "celery@a": ["ok": "pong"], "celery@b": ["error": "no answer within 2.0 s"], "celery@here": ["ok": "pong"],
      ])
    let request = try RemoteRequest(decoding: try #require(site.channel.questions.first))
    #expect(request.method == "ping" && request.audience == .nodes(["celery@a", "celery@b"]))
    #expect(request.arguments == [:] && request.ticket != nil)
    #expect(request.replyTo?.exchange == "reply.celery.pidbox")
    await site.stop()
  }

  @Test func allAreAskedAtOnceAndThoseKnownAreNamedWhenOneIsMissing() async throws {
    let site = try RemoteSite()
    #expect(try await site.ask("ping") == ["ok": "pong"])
    site.channel.setFleet(["celery@a", "celery@b"], answers: [("celery@b", ["ok": "told"])])
    let reply = try await ControlDesk(parts: site.parts).control(
      "enable_events", arguments: ["node": ["all"]])
    #expect(reply["celery@a"] == ["error": "no answer within 1.0 s"] && reply["celery@b"] == ["ok": "told"])
    let request = try RemoteRequest(decoding: try #require(site.channel.questions.first))
    #expect(request.audience == .everyone && request.method == "enable_events" && request.arguments == [:])
    await site.stop()
  }

  @Test func theIdsOfAQueryTravelUnderCelerysName() async throws {
    let site = try RemoteSite()
    #expect(try await site.ask("ping") == ["ok": "pong"])
    site.channel.setFleet(["celery@a"], answers: [("celery@a", [:])])
    _ = try await ControlDesk(parts: site.parts).inspect(
      "query_task", parameters: ["id": ["1", "2"], "node": ["celery@a"]])
    let request = try RemoteRequest(decoding: try #require(site.channel.questions.first))
    #expect(request.arguments == ["ids": ["1", "2"]])
    await site.stop()
  }

  @Test func nobodyIsWaitedForWhereNobodyAnswersOrHears() {
    var named = RemoteAnswers(asked: ["a", "b"])
    #expect(named.isComplete, "nobody hears")
    named.heard = 3
    named.add(["a": 1])
    #expect(!named.isComplete)
    named.add(["b": 2, "c": 3])
    #expect(named.isComplete)
    #expect(named.record(known: [], patience: .seconds(1)) == ["a": 1, "b": 2, "c": 3])
    var all = RemoteAnswers(asked: nil)
    all.heard = 2
    all.add(["a": 1])
    #expect(!all.isComplete)
    #expect(RemoteAnswers(asked: nil).told(["b", "a"]).keys.sorted() == ["a", "b"])
  }

  @Test func whatCeleryHasNoCommandForIsAnsweredLikeOnTheSocket() async throws {
    let site = try RemoteSite()
    #expect(try await site.ask("queues", [:]) != .null)
    #expect(try await site.ask("pause", ["queues": ["celery"]])["ok"]?.stringValue?.contains("queue 'celery'") == true)
    #expect(try await site.parts.backend.pauses().map(\.subject) == [.queue("celery")])
    #expect(try await site.ask("resume", ["queues": ["celery"]])["ok"]?.stringValue != nil)
    #expect(try await site.ask("pause", ["queues": "celery"])["error"]?.stringValue?.contains("an array") == true)
    #expect(try await site.ask("loglevel", ["level": "loud"])["error"]?.stringValue?.contains("'loud'") == true)
    await site.stop()
  }
}
