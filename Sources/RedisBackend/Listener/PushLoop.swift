import CHiredis
import Glibc
import TaskModel

/// The thread of a connection that the server speaks on by itself: keeps it up, notices when it is half dead, and hands
/// everything to its role.
///
/// State: `delays` belongs to the thread that runs `run`.
final class PushLoop: @unchecked Sendable {
  private let connector: RedisConnector
  private let role: any PushRole
  private let wakeup: Wakeup
  private let heartbeat: Duration
  private var delays: ReconnectDelays

  init(_ connector: RedisConnector, role: any PushRole) throws(BackendError) {
    self.connector = connector
    self.role = role
    wakeup = try Wakeup(place: connector.endpoint.maskedDescription)
    heartbeat = connector.options.heartbeat
    delays = ReconnectDelays(connector.options.reconnectDelays)
  }

  /// The role has something to send, or is needed now.
  func wake() { wakeup.ring() }

  func close() {
    connector.interrupter.close()
    wakeup.ring()
  }

  private var isClosed: Bool { connector.interrupter.isClosed }

  /// The body of the thread.
  func run() {
    SignalMask.blockBrokenPipe()
    while !isClosed {
      if !role.isNeeded {
        _ = wakeup.wait(for: nil, atMost: nil)
        continue
      }
      do {
        try converse()
      } catch {
        if isClosed { break }
        role.lost(error)
        pause(delays.next())
      }
    }
    role.closed()
  }

  /// A whole pause: whoever wants something sooner than that wants it from a server that is away.
  private func pause(_ duration: Duration) {
    let end = ContinuousClock.now + duration
    while !isClosed {
      let left = end - ContinuousClock.now
      if left <= .zero { return }
      _ = wakeup.wait(for: nil, atMost: left)
    }
  }

  /// One connection from its beginning to its end.
  private func converse() throws(LinkError) {
    let link = try connector.connect()
    delays.reset()
    role.connected(clientID: link.clientID)
    var pulse = Pulse(interval: heartbeat, now: .now)
    var nextTick = ContinuousClock.now
    while !isClosed {
      try send(role.requests(), to: link.context)
      try receive(from: link.context)
      let now = ContinuousClock.now
      if let interval = role.tickInterval, now >= nextTick {
        role.tick()
        nextTick = now + interval
      }
      if try pulse.mustAsk(now) { try send([RedisCommand("PING")], to: link.context) }
      let deadline = role.tickInterval == nil ? pulse.deadline : min(nextTick, pulse.deadline)
      if wakeup.wait(for: link.context.descriptor, atMost: deadline - now) {
        try link.context.read()
        pulse.heard(.now)
      }
    }
  }

  private func send(_ commands: [RedisCommand], to context: RedisContext) throws(LinkError) {
    if commands.isEmpty { return }
    for command in commands { try context.append(command) }
    try context.flush()
  }

  private func receive(from context: RedisContext) throws(LinkError) {
    while let reply = try context.nextReadReply() {
      role.receive(RedisReplyView(reply))
      freeReplyObject(reply)
    }
  }
}
