import TaskModel
import Testing

@testable import ControlAPI

@Suite struct EventTests {
  @Test("The client hears what happens, and the end") func theClientHears() async throws {
    try await Served.with { served in
      try await served.withClient { client in
        var events = try await client.events().makeAsyncIterator()
        served.control.emit(["type": "task-succeeded", "uuid": "7", "result": "line\nbreak"])
        served.control.emit(["type": "odd\nkind"])
        #expect(try await events.next() == ["type": "task-succeeded", "uuid": "7", "result": "line\nbreak"])
        #expect(try await events.next() == ["type": "odd\nkind"])
        served.server.stop()
        #expect(try await events.next() == nil)
      }
    }
  }

  @Test("Shutting the client down ends its streams") func shuttingDown() async throws {
    try await Served.with { served in
      let client = DaemonClient(socketPath: served.socket, timeout: .seconds(5))
      var events = try await client.events().makeAsyncIterator()
      await client.shutdown()
      await #expect(throws: DaemonClientError.cancelled) { while try await events.next() != nil {} }
    }
  }

  @Test("On the wire they are server-sent events") func onTheWire() async throws {
    try await Served.with { served in
      let connection = try RawConnection(served.socket)
      await connection.send("GET /v1/events HTTP/1.1\r\n\r\n")
      let head = await connection.read(until: ": tasksd events\n\n")
      #expect(head.lowercased().contains("content-type: text/event-stream"))
      served.control.emit(["type": "worker-online"])
      let event = await connection.read(until: "}\n\n")
      #expect(event.contains("event: worker-online\ndata: {\"type\":\"worker-online\"}\n\n"))
    }
  }

  @Test("A silent stream has signs of life") func keepAlive() async throws {
    var limits = ControlLimits()
    limits.keepAlive = .milliseconds(1)
    try await Served.with(limits: limits) { served in
      let connection = try RawConnection(served.socket)
      await connection.send("GET /v1/events HTTP/1.1\r\n\r\n")
      #expect(await connection.read(until: ": still here\n\n").contains(": still here\n\n"))
    }
  }

  @Test("The daemon is no longer listened to when the reader has left") func theReaderLeaves() async throws {
    try await Served.with { served in
      let ended = AsyncStream<Void>.makeStream()
      var connection: RawConnection? = try RawConnection(served.socket)
      await connection?.send("GET /v1/events HTTP/1.1\r\n\r\n")
      _ = await connection?.read(until: ": tasksd events\n\n")
      for listener in served.control.listeners { listener.onTermination = { _ in ended.continuation.finish() } }
      connection = nil
      for await _ in ended.stream {}
    }
  }

  @Test("A slow reader loses the oldest and is told how many") func aSlowReader() async {
    let feed = EventFeed(capacity: 3)
    for number in 1...10 { feed.add(.event(["n": .integer(Int64(number))])) }
    feed.add(.keepAlive)
    feed.finish()
    var kept: [Int64] = []
    for await case .event(let event) in feed.elements { kept.append(event["n"]?.integerValue ?? 0) }
    #expect(kept == [9, 10])
    #expect(feed.takeLost() == 8)
    #expect(feed.takeLost() == 0)
  }

  @Test("A slow reader is told on the wire") func lostOnTheWire() async throws {
    var limits = ControlLimits()
    limits.eventBuffer = 4
    try await Served.with(limits: limits) { served in
      let connection = try RawConnection(served.socket)
      await connection.send("GET /v1/events HTTP/1.1\r\n\r\n")
      _ = await connection.read(until: ": tasksd events\n\n")
      // More than the socket's buffers hold while nobody reads; then one that must come through.
      let filler = String(repeating: "x", count: 50_000)
      for _ in 0..<200 { served.control.emit(["type": "filler", "text": .string(filler)]) }
      served.control.emit(["type": "last"])
      let text = await connection.read(until: "event: last")
      #expect(text.contains("event: lost\ndata: {\"type\":\"lost\",\"lost\":"))
    }
  }

  @Test("The reader finds the same events wherever the bytes are cut", arguments: 0..<20) func cuts(seed: UInt64) throws
  {
    var random = SeededGenerator(seed: seed)
    let text =
      ": hello\n\nevent: a\ndata: {\"a\":1}\n\n: still here\n\r\ndata:{\"b\":\r\ndata: \"ö\"}\r\n\r\nid: 3\n\ndata: {}\n\n"
    var reader = EventStreamReader()
    var events: [JSONObject] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...min(12, rest.count), using: &random)
      events += try reader.read(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    #expect(events == [["a": 1], ["b": "ö"], [:]])
  }

  @Test(
    "An event that is no JSON object or too long is an error",
    arguments: [
      "data: {\n\n", "data: 7\n\n", "data: \u{0}\n\n", "data: " + String(repeating: "x", count: 100),
    ])
  func badEvents(_ text: String) {
    var reader = EventStreamReader(limit: 64)
    #expect(throws: JSONError.self) { try reader.read(Array(text.utf8)) }
  }
}
