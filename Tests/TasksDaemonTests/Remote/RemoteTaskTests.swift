import CeleryWire
import Synchronization
import TaskConfiguration
import TaskModel
import TasksTesting
import Testing
import Worker

@testable import TasksDaemon

@Suite("Remote control of running tasks") struct RemoteTaskTests {
  private static let info: Set<String> = [
    "id", "name", "args", "kwargs", "type", "hostname", "time_start", "acknowledged", "delivery_info", "worker_pid",
  ]

  /// A site with one task that runs until it is cancelled; it has begun when `body` begins.
  private func busy(
    _ body: @Sendable (RemoteSite) async throws -> Void
  ) async throws {
    let (started, start) = AsyncStream<Void>.makeStream()
    let site = try RemoteSite(tasks: [
      TestTask("demo.sleep") { _ in
        start.yield()
        try await untilCancelled()
        return nil
      }, TestTask("demo.add"),
    ])
    var message = TaskMessage(id: "running", task: "demo.sleep")
    message.arguments = TaskArguments([6, "x"], keywords: ["y": nil])
    message.headers = ["stamped_headers": ["tenant"], "stamps": ["tenant": ["acme"]]]
    try await site.backend.enqueue([message])
    try await site.working {
      var starts = started.makeAsyncIterator()
      await starts.next()
      try await body(site)
    }
    await site.stop()
  }

  @Test func activeTasksAreShownAsCelerysRequests() async throws {
    try await busy { site in
      let active = try #require(try await site.ask("active").arrayValue)
      let request = try #require(active.first?.objectValue)
      #expect(Set(request.keys) == Self.info)
      #expect(request["args"] == [6, "x"])
      #expect(request["kwargs"] == ["y": nil])
      #expect(request["hostname"] == "celery@here")
      #expect(request["time_start"]?.doubleValue != nil)
      #expect(request["worker_pid"]?.integerValue != nil)
      #expect(
        request["delivery_info"] == ["exchange": "", "routing_key": "celery", "priority": 0, "redelivered": false])
      let safe = try await site.ask("active", ["safe": true])
      #expect(safe.arrayValue?.first?["args"] == "(6, 'x')")
      #expect(safe.arrayValue?.first?["kwargs"] == "{'y': None}")
      let query = try await site.ask("query_task", ["ids": ["running", "other"]])
      #expect(query == ["running": ["active", .object(request)]])
    }
  }

  @Test func aFullPoolAnswersAllTheSame() async throws {
    try await busy { site in
      for _ in 0..<20 {
        let pong = try await site.ask("ping")
        #expect(pong == ["ok": "pong"])
      }
      let hello = try await site.ask("hello", ["from_node": "w2@there", "revoked": []])
      #expect(hello["clock"]?.integerValue != nil)
    }
  }

  @Test func deferredTasksOfOurQueuesAreScheduled() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    let eta = site.clock.now + .hours(1)
    var ours = TaskMessage(id: "later", task: "demo.add", arguments: TaskArguments([7, 8]))
    ours.eta = eta
    var others = TaskMessage(id: "elsewhere", task: "demo.add", queue: "not-ours")
    others.eta = eta
    try await site.backend.enqueue([ours, others])
    let scheduled = try #require(try await site.ask("scheduled").arrayValue)
    #expect(scheduled.count == 1)
    let entry = try #require(scheduled.first)
    #expect(entry["eta"] == .string(eta.iso8601))
    #expect(entry["priority"] == 6)
    #expect(Set(try #require(entry["request"]?.objectValue).keys) == Self.info)
    let query = try await site.ask("query_task", ["ids": ["later", "elsewhere"]])
    #expect(query.objectValue?.keys == ["later"])
    #expect(query["later"]?.arrayValue?.first == "scheduled")
    await site.stop()
  }

  @Test func aRevokedTaskHasItsResultAtOnceAndIsRemembered() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    let done = TaskResult(id: "done", state: .success, value: 3, doneAt: site.clock.now)
    let begun = TaskResult(id: "begun", state: .started, doneAt: site.clock.now)
    try await site.backend.store([done, begun])
    _ = try await site.ask("revoke", ["task_id": ["new", "done", "begun"]])
    #expect(try await site.backend.result(of: "done")?.state == .success)
    #expect(try await site.backend.result(of: "begun")?.state == .started)
    let result = try #require(try await site.backend.result(of: "new"))
    #expect(result.state == .revoked)
    #expect(result.failure == TaskFailure(type: "TaskRevokedError", message: "revoked", module: "celery.exceptions"))
    #expect(result.expires == site.clock.now + .days(1))
    let remembered = try await site.backend.revocations()
    #expect(Set(remembered) == ["new", "done", "begun"])
    let shown = try await site.ask("revoked").arrayValue ?? []
    #expect(Set(shown) == ["new", "done", "begun"])
    await site.stop()
  }

  @Test func whatIsRevokedOnTheControlSocketIsToldToAllNodes() async throws {
    try await busy { site in
      // Answers stand for remote control being there.
      _ = try await site.ask("ping")
      let reply = try await ControlDesk(parts: site.parts).control(
        "revoke", arguments: ["task_id": ["running"], "terminate": true])
      #expect(reply["celery@here"]?["ok"] == "tasks running flagged as revoked, 1 running of them told to end")
      let request = try RemoteRequest(decoding: try #require(site.channel.broadcasts.first))
      #expect(request.method == "revoke")
      #expect(request.arguments == ["task_id": ["running"], "terminate": true, "signal": nil])
      #expect(request.audience == .everyone)
      #expect(request.replyTo == nil)
      #expect(request.clock > 0)
    }
  }

  @Test func whatWasRevokedWhileTheNodeWasDeafIsLearntWhenItHearsAgain() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    try await site.working {
      try await site.backend.revoke(["unheard"], until: site.clock.now + .days(1))
      site.channel.connect()
      // Answered after what came before it was begun, and the store in memory never waits.
      _ = try await site.ask("revoked")
      let changes = site.backend.changes(of: "unheard")
      try await site.backend.enqueue([TaskMessage(id: "unheard", task: "demo.add")])
      var looks = changes.makeAsyncIterator()
      while try await site.backend.result(of: "unheard")?.state.isFinal != true { await looks.next() }
      let state = try await site.backend.result(of: "unheard")?.state
      #expect(state == .revoked)
    }
    await site.stop()
  }

  @Test func withoutResultsNoneIsStored() async throws {
    let site = try RemoteSite { $0.options.resultBackend = .disabled }
    _ = try await site.ask("revoke", ["task_id": "new"])
    #expect(try await site.backend.result(of: "new") == nil)
    await site.stop()
  }

  @Test func aRunningTaskIsOnlyFlaggedUnlessItIsTerminated() async throws {
    try await busy { site in
      #expect(try await site.ask("revoke", ["task_id": "running"]) == ["ok": "tasks {'running'} flagged as revoked"])
      #expect(try await site.backend.result(of: "running") == nil)
      #expect(try await site.ask("active").arrayValue?.count == 1)
      let changes = site.backend.changes(of: "running")
      #expect(
        try await site.ask("revoke", ["task_id": ["running", "x"], "terminate": true, "signal": "SIGKILL"])
          == ["ok": "terminate: running"])
      var looks = changes.makeAsyncIterator()
      while try await site.backend.result(of: "running")?.state != .revoked { await looks.next() }
    }
  }

  @Test func runningTasksAreTerminatedByTheirStamps() async throws {
    try await busy { site in
      let reply = try await site.ask(
        "revoke_by_stamped_headers", ["headers": ["tenant": ["acme", "other"]], "terminate": true])
      #expect(reply == ["ok": "headers {'tenant': ['acme', 'other']} revoked"])
      var looks = site.backend.changes(of: "running").makeAsyncIterator()
      while try await site.backend.result(of: "running")?.state != .revoked { await looks.next() }
    }
  }

  @Test func aLimitSetFromOutsideIsShown() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    for (limit, shown) in [
      ("10/m", "demo.add [rate_limit=10/m]"), ("0.5/h", "demo.add [rate_limit=0.5/h]"), ("", "demo.add"),
    ] {
      _ = try await site.ask("rate_limit", ["task_name": "demo.add", "rate_limit": .string(limit)])
      let registered = try await site.ask("registered")
      #expect(registered == [.string(shown)])
    }
    await site.stop()
  }

  @Test func consumersAreAddedAndCancelledInTheOrderTheyCame() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    for _ in 0..<50 {
      site.tell("add_consumer", ["queue": "reports"])
      site.tell("cancel_consumer", ["queue": "reports"])
    }
    site.tell("add_consumer", ["queue": "reports"])
    let queues = try await site.ask("active_queues").arrayValue?.map { $0["name"] }
    #expect(queues == ["celery", "reports"])
    await site.stop()
  }

  @Test func aStoreThatIsAwayIsToldWhereItIsNeeded() async throws {
    let site = try RemoteSite(tasks: [TestTask("demo.add")])
    site.backend.setOutage(BackendError(.unavailable, attempted: "ask", place: "memory", reason: "it is away"))
    for method in ["scheduled", "revoked", "hello", "revoke"] {
      let arguments: JSONValue = ["from_node": "x", "task_id": "a"]
      #expect(try await site.ask(method, arguments)["error"]?.stringValue?.contains("it is away") == true, "\(method)")
    }
    #expect(try await site.ask("ping") == ["ok": "pong"])
    await site.stop()
  }
}

/// Returns by throwing, when the calling task is cancelled.
private func untilCancelled() async throws {
  let (stream, continuation) = AsyncStream<Void>.makeStream()
  for await _ in stream {}
  withExtendedLifetime(continuation) {}
  try Task.checkCancellation()
}
