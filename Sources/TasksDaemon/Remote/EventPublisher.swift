import CeleryWire
import Glibc
import Logging
import Synchronization
import TaskModel

/// Sends the node's events to whoever listens: `celery events`, Flower, other workers.
///
/// Events are news, not records: those that cannot be sent are gone, and nothing waits for them.
final class EventPublisher: Sendable {
  /// Celery's own batches are not larger by much (`celery/events/dispatcher.py` flushes at 24).
  private static let batchSize = 100

  let buffer: EventBuffer
  private let channel: any RemoteChannel
  private let node: String
  private let clock: RemoteClock
  private let wallClock: any WallClock
  private let exchange: String
  private let logger: Logger
  private let hasTrouble = Mutex(false)

  init(
    buffer: EventBuffer, channel: any RemoteChannel, node: String, clock: RemoteClock, wallClock: any WallClock,
    exchange: String, logger: Logger
  ) {
    self.buffer = buffer
    self.channel = channel
    self.node = node
    self.clock = clock
    self.wallClock = wallClock
    self.exchange = exchange
    self.logger = logger
  }

  /// Sends the events of tasks until it is cancelled.
  func run() async {
    for await _ in buffer.bell {
      let entries = buffer.takeAll()
      let events = entries.flatMap { CeleryEvents.make($0.event, at: $0.time) }
      let batches = stride(from: 0, to: events.count, by: Self.batchSize).map { start in
        envelope(Array(events[start..<min(start + Self.batchSize, events.count)]))
      }
      await send(batches)
    }
  }

  /// Sends one event at once.
  func publish(_ event: CeleryEvent) async { await send([envelope([event])]) }

  private func envelope(_ events: [CeleryEvent]) -> EventEnvelope {
    let source = EventSource(
      node: node, processID: getpid(), utcOffset: LocalZone.hoursWest(at: wallClock.now), exchange: exchange)
    return EventEnvelope(
      events, from: source, firstClock: clock.forward(by: events.count), tag: TaskID.make(at: wallClock.now).rawValue)
  }

  /// The broker's absence is told by those who need it; of events it is said once that they are lost.
  private func send(_ envelopes: [EventEnvelope]) async {
    do throws(BackendError) {
      try await channel.publish(envelopes)
      hasTrouble.withLock { $0 = false }
    } catch {
      let isNews = hasTrouble.withLock { trouble in
        defer { trouble = true }
        return !trouble
      }
      if isNews { logger.notice("events are lost for now: \(error)") }
    }
  }
}
