import HTTPTypes
import HummingbirdCore
import NIOCore
import TaskModel

/// The stream of events, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html):
/// `event:` with the kind, `data:` with the object; `event: lost` with how many this reader was too slow for.
struct EventResponse {
  let response: Response

  /// Listening begins here, before the response does: who has read the headers misses nothing.
  init(_ control: any DaemonControl, _ stop: StopSignal, _ request: ControlRequest) throws(ControlProblem) {
    _ = try request.query(.none)
    let headers: HTTPFields = [
      .contentType: "text/event-stream", .cacheControl: "no-store", .connection: "close",
    ]
    guard request.request.method == .get else {
      response = Response(status: .ok, headers: headers)
      return
    }
    let feed = EventFeed(capacity: request.limits.eventBuffer)
    let sources = Self.start(control.events(), into: feed, keepAlive: request.limits.keepAlive)
    let body = request.request.body
    response = Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        defer { for source in sources { source.cancel() } }
        try await stop.notifying({ feed.finish() }) {
          try await body.consumeWithInboundCloseHandler { _ in
            try await Self.write(feed, to: &writer)
          } onInboundClosed: {
            feed.finish()
          }
        }
        try await writer.finish(nil)
      })
  }

  private static func start(
    _ events: AsyncStream<JSONObject>, into feed: EventFeed, keepAlive: Duration
  ) -> [Task<Void, Never>] {
    let pump = Task {
      for await event in events { feed.add(.event(event)) }
      feed.finish()
    }
    let ticker = Task {
      while (try? await Task.sleep(for: keepAlive)) != nil { feed.add(.keepAlive) }
    }
    return [pump, ticker]
  }

  private static func write(_ feed: EventFeed, to writer: inout any ResponseBodyWriter) async throws {
    try await writer.write(ByteBuffer(string: ": tasksd events\n\n"))
    for await element in feed.elements {
      let lost = feed.takeLost()
      if lost > 0 { try await writer.write(frame("lost", ["type": "lost", "lost": .integer(Int64(lost))])) }
      switch element {
      case .event(let event): try await writer.write(frame(event["type"]?.stringValue, event))
      case .keepAlive: try await writer.write(ByteBuffer(string: ": still here\n\n"))
      }
    }
  }

  /// JSON has no line breaks outside its escapes, so the data is one line.
  private static func frame(_ kind: String?, _ event: JSONObject) -> ByteBuffer {
    var writer = JSONWriter()
    writer.write(object: event)
    var buffer = ByteBuffer()
    buffer.reserveCapacity(writer.bytes.count + 64)
    if let kind, !kind.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) { buffer.writeString("event: \(kind)\n") }
    buffer.writeString("data: ")
    buffer.writeBytes(writer.bytes)
    buffer.writeString("\n\n")
    return buffer
  }
}
