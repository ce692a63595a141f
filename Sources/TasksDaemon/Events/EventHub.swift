import Beat
import Synchronization
import TaskModel
import Tasks
import Worker

/// Takes every event once and hands it to those who want it: the log, the counters, whoever listens on the control socket,
/// and the buffer of those who listen elsewhere. Costs next to nothing while nobody listens.
final class EventHub: Sendable {
  let statistics = Statistics()
  /// For Celery's event exchange; takes nothing in until it is enabled.
  let remoteEvents = EventBuffer()
  private let wording: EventWording
  private let clock: any WallClock
  private let node: String
  private let listeners = Mutex<[Int: AsyncStream<JSONObject>.Continuation]>([:])
  private let nextListener = Mutex(0)
  private let sendsTaskEvents = Mutex(true)

  init(wording: EventWording, clock: any WallClock, node: String) {
    self.wording = wording
    self.clock = clock
    self.node = node
  }

  func record(_ event: WorkerEvent) {
    statistics.count(event, at: clock.now)
    wording.log(event)
    publish { EventRecord.make(event) }
    remoteEvents.add(event) { clock.now }
  }

  /// Whether listeners, on the control socket and elsewhere, get the events of tasks (Celery's `enable_events`). Returns
  /// what it was on the socket.
  func setTaskEvents(_ isEnabled: Bool) -> Bool {
    remoteEvents.setEnabled(isEnabled)
    return sendsTaskEvents.withLock { sends in
      defer { sends = isEnabled }
      return sends
    }
  }

  func record(_ event: BeatEvent) {
    wording.log(event)
    publish { BeatWording.record(event) }
  }

  func record(_ event: OutboxEvent) {
    wording.log(event)
    publish { OutboxWording.record(event) }
  }

  private func publish(_ record: () -> JSONObject?) {
    let continuations = listeners.withLock { Array($0.values) }
    guard !continuations.isEmpty, sendsTaskEvents.withLock({ $0 }), var object = record() else { return }
    object["timestamp"] = .double(clock.now.seconds)
    object["hostname"] = .string(node)
    for continuation in continuations { continuation.yield(object) }
  }

  /// Ends when the listener goes away, or with `finish`.
  func listen() -> AsyncStream<JSONObject> {
    let number = nextListener.withLock { number in
      number += 1
      return number
    }
    let (stream, continuation) = AsyncStream<JSONObject>.makeStream(bufferingPolicy: .bufferingNewest(10_000))
    continuation.onTermination = { [weak self] _ in self?.listeners.withLock { $0[number] = nil } }
    listeners.withLock { $0[number] = continuation }
    return stream
  }

  func finish() {
    for continuation in listeners.withLock({ Array($0.values) }) { continuation.finish() }
  }
}
