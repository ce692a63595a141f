import Testing

@testable import RedisBackend

/// Whoever looks at something and then waits for news of it misses none, however the server's answers, lost connections and
/// listeners that come and go fall together.
struct SubscriptionTableTests {
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func noNewsIsMissed(_ seed: UInt64) {
    var story = ListeningStory(seed: seed)
    for _ in 0..<200 { story.step() }
    story.settle()
    #expect(story.unaware == [], "listeners of \(story.unaware) wait for news that have come")
  }
}

/// A server and a connection to it, one step at a time.
private struct ListeningStory {
  private struct Listener {
    let number: UInt64
    let channel: String
    /// Kept, for it ends with its last owner.
    let stream: AsyncStream<ListenerEvent>
    let continuation: SubscriptionTable.Listener
    var markCount = 0
    var heardCount = 0
    /// How many news it has seen: it looks when it begins to listen, and whenever it hears something.
    var seen: Int
  }

  private enum Reply {
    case answer
    case message(String)
  }

  private var generator: SeededGenerator
  private var table = SubscriptionTable()
  private var listeners: [Listener] = []
  private var isConnected = false
  /// Sent, and not yet read by the server.
  private var commands: [(isSubscribe: Bool, channel: String)] = []
  private var subscribed: Set<String> = []
  /// Written by the server, and not yet read here.
  private var replies: [Reply] = []
  private var news: [String: Int] = [:]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// The channels of listeners that do not know the latest.
  var unaware: [String] { listeners.filter { $0.seen != news[$0.channel, default: 0] }.map(\.channel) }

  mutating func step() {
    let channel = ["a", "b", "c"].randomElement(using: &generator) ?? "a"
    switch Int.random(in: 0..<16, using: &generator) {
    case 0...2: listen(to: channel)
    case 3...4: leave()
    case 5...7: publish(channel)
    case 8...9: send()
    case 10...11: serve()
    case 12...14: read()
    default: if isConnected { lose() } else { connect() }
    }
  }

  /// Everything that is under way arrives.
  mutating func settle() {
    if !isConnected { connect() }
    send()
    while !commands.isEmpty { serve() }
    while !replies.isEmpty { read() }
  }

  private mutating func listen(to channel: String) {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ListenerEvent.self, bufferingPolicy: .bufferingOldest(1 << 20))
    let number = table.nextNumber()
    let isConfirmed = table.add(continuation, number, to: .channel(channel))
    if isConfirmed { continuation.yield(.subscribed) }
    listeners.append(
      Listener(
        number: number, channel: channel, stream: stream, continuation: continuation, seen: news[channel, default: 0]))
    look()
  }

  private mutating func leave() {
    guard let index = listeners.indices.randomElement(using: &generator) else { return }
    let gone = listeners.remove(at: index)
    _ = table.remove(gone.number, from: .channel(gone.channel))
  }

  private mutating func publish(_ channel: String) {
    news[channel, default: 0] += 1
    if subscribed.contains(channel) { replies.append(.message(channel)) }
  }

  private mutating func send() {
    guard isConnected else { return }
    for command in table.requests() {
      let text = String(decoding: command.bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
      commands.append((text.contains("SUBSCRIBE"), text.last ?? ""))
    }
  }

  private mutating func serve() {
    guard !commands.isEmpty else { return }
    let command = commands.removeFirst()
    if command.isSubscribe { subscribed.insert(command.channel) } else { subscribed.remove(command.channel) }
    replies.append(.answer)
  }

  private mutating func read() {
    guard !replies.isEmpty else { return }
    switch replies.removeFirst() {
    case .answer: for listener in table.answered(nil).listeners { listener.yield(.subscribed) }
    case .message(let channel):
      for listener in table.listeners(to: .channel(channel)) { listener.yield(.message(channel: channel, [])) }
    }
    look()
  }

  private mutating func lose() {
    isConnected = false
    (commands, subscribed, replies) = ([], [], [])
    _ = table.lost()
  }

  private mutating func connect() {
    isConnected = true
    table.connected()
  }

  /// Whoever heard something looks what is new. What waits in a stream is told by one more element.
  private mutating func look() {
    for index in listeners.indices {
      guard case .enqueued(let room) = listeners[index].continuation.yield(.subscribed) else { continue }
      listeners[index].markCount += 1
      let heard = (1 << 20) - room - listeners[index].markCount
      if heard > listeners[index].heardCount { listeners[index].seen = news[listeners[index].channel, default: 0] }
      listeners[index].heardCount = heard
    }
  }
}
