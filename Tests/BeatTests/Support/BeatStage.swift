import Schedules
import Synchronization
import TaskModel
import TasksTesting

@testable import Beat

/// A memory backend, a clock moved by hand, and any number of beats on them.
final class BeatStage: Sendable {
  let clock: ManualClock
  let backend: MemoryBackend
  private let state = Mutex<[(loop: BeatLoop, task: Task<Void, Never>)]>([])
  private let recorded = Mutex<[BeatEvent]>([])

  init(_ start: Timestamp = Timestamp(microseconds: 1_767_571_200_000_000)) {
    clock = ManualClock(start)
    backend = MemoryBackend(clock: clock)
  }

  var events: [BeatEvent] { recorded.withLock { $0 } }
  var sent: [SentTick] { events.compactMap { if case .sent(let tick) = $0 { tick } else { nil } } }

  /// Starts a beat and waits until it has its schedule and sleeps.
  @discardableResult
  func start(_ entries: [BeatEntry], store: (any BeatLoop.Store)? = nil, options: BeatOptions = BeatOptions()) async
    -> BeatLoop
  {
    let loop = BeatLoop(store: store ?? backend, clock: clock, entries: entries, options: options) { event in
      self.recorded.withLock { $0.append(event) }
    }
    let count = state.withLock { state in
      state.append((loop, Task { await loop.run() }))
      return state.count
    }
    await clock.waitForSleepers(count)
    return loop
  }

  /// Moves the clock and waits until every beat sleeps again.
  func advance(by duration: Duration) async {
    clock.advance(by: duration)
    await settle()
  }

  func settle() async { await clock.waitForSleepers(state.withLock { $0.count }) }

  /// Ends the beat that was started first, as a cancelled task.
  func stopFirst() async {
    let first = state.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    first?.task.cancel()
    await first?.task.value
  }

  func stopAll() async {
    while state.withLock({ !$0.isEmpty }) { await stopFirst() }
  }

  /// Everything that waits in the queues, taken out, oldest first.
  func messages(from queue: QueueName = .standard) async throws -> [TaskMessage] {
    let node = NodeIdentity(name: "test", incarnation: "1")
    let batch = try await backend.claim(ClaimRequest(node: node, queues: [queue], limit: 1_000_000))
    return batch.messages.map(\.message)
  }
}

extension BeatEntry {
  static func every(
    _ period: Duration, name: String = "entry", catchUp: CatchUp = .latest, overlap: Overlap = .allow,
    runsAtStart: Bool = false, expires: Duration? = nil
  ) throws -> BeatEntry {
    BeatEntry(
      name: name, schedule: .interval(try Interval(period)), task: "task", expires: expires, catchUp: catchUp,
      overlap: overlap, runsAtStart: runsAtStart)
  }
}
