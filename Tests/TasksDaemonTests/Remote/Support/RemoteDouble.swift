import Synchronization
import TaskModel

@testable import CeleryWire

/// A channel for remote control inside the test: requests are handed in, replies and events handed out.
final class RemoteDouble: RemoteChannel {
  struct Reply: Sendable {
    var address: ReplyAddress
    var headers: JSONObject
    var body: JSONValue
  }

  struct Publication: Sendable {
    var routingKey: String
    /// One of a single event, several of a batch.
    var events: [JSONObject]
  }

  private struct State {
    var outage: BackendError?
    var announcements = 0
    var withdrawals = 0
    var broadcasts: [[UInt8]] = []
    var questions: [[UInt8]] = []
    var listeners: [String] = []
    var answers: [(String, JSONValue)] = []
  }

  let renewalInterval = Duration.minutes(20)
  let replies: AsyncStream<Reply>
  let publications: AsyncStream<Publication>
  private let signals: AsyncStream<RemoteSignal>
  private let signal: AsyncStream<RemoteSignal>.Continuation
  private let replied: AsyncStream<Reply>.Continuation
  private let published: AsyncStream<Publication>.Continuation
  private let state = Mutex(State())

  init() {
    (signals, signal) = AsyncStream<RemoteSignal>.makeStream()
    (replies, replied) = AsyncStream<Reply>.makeStream()
    (publications, published) = AsyncStream<Publication>.makeStream()
  }

  // MARK: - For the test

  func connect() { signal.yield(.connected) }
  func hear(_ bytes: [UInt8]) { signal.yield(.request(bytes)) }

  func hear(_ body: JSONValue, clock: Int64 = 1) {
    hear(
      RemoteEnvelope.encode(
        body: body, headers: ["clock": .integer(clock)], exchange: "celery.pidbox", routingKey: "", tag: "t"))
  }

  /// Every call fails until it is set to nil again.
  func setOutage(_ error: BackendError?) { state.withLock { $0.outage = error } }
  var announcements: Int { state.withLock { $0.announcements } }
  var broadcasts: [[UInt8]] { state.withLock { $0.broadcasts } }
  var questions: [[UInt8]] { state.withLock { $0.questions } }
  /// Who hears a question, and who of them answers.
  func setFleet(_ listeners: [String], answers: [(String, JSONValue)]) {
    state.withLock { ($0.listeners, $0.answers) = (listeners, answers) }
  }
  var withdrawals: Int { state.withLock { $0.withdrawals } }

  // MARK: - RemoteChannel

  func receive(_ handle: (RemoteSignal) async -> Void) async {
    for await signal in signals { await handle(signal) }
  }

  func announce() async throws(BackendError) { try count { $0.announcements += 1 } }
  func withdraw() async throws(BackendError) { try count { $0.withdrawals += 1 } }
  func shutDown() {}

  /// Heard by this node, as every broadcast is.
  func broadcast(_ envelope: [UInt8]) async throws(BackendError) {
    try count { $0.broadcasts.append(envelope) }
    hear(envelope)
  }

  func reply(_ envelope: [UInt8], to address: ReplyAddress) async throws(BackendError) -> Int {
    try count { _ in }
    guard let (headers, body) = try? RemoteEnvelope.decode(envelope) else { return 0 }
    replied.yield(Reply(address: address, headers: headers, body: body))
    return 1
  }

  /// Those answer whose answers the test has laid ready.
  func ask(
    _ envelope: [UInt8], repliesTo address: ReplyAddress, within limit: Duration,
    _ take: (_ reply: [UInt8]?, _ heard: Int) -> Bool
  ) async throws(BackendError) -> [String] {
    try count { $0.questions.append(envelope) }
    let (heard, answers) = state.withLock { ($0.listeners, $0.answers) }
    if take(nil, heard.count) { return heard }
    guard let ticket = try? RemoteRequest(decoding: envelope).ticket else { return heard }
    for (node, value) in answers {
      let reply = RemoteReply.encode(value, from: node, to: address, ticket: ticket, clock: 1, tag: "t")
      if take(reply, heard.count) { break }
    }
    return heard
  }

  func publish(_ events: [EventEnvelope]) async throws(BackendError) {
    try count { _ in }
    for event in events {
      guard let (_, body) = try? RemoteEnvelope.decode(event.bytes) else { continue }
      let objects = body.arrayValue?.compactMap(\.objectValue) ?? [body.objectValue ?? [:]]
      published.yield(Publication(routingKey: event.routingKey, events: objects))
    }
  }

  private func count(_ change: (inout State) -> Void) throws(BackendError) {
    try state.withLock { (state) throws(BackendError) in
      if let outage = state.outage { throw outage }
      change(&state)
    }
  }
}
