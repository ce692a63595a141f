import Beat
import RedisBackend
import SQLiteBackend
import Schedules
import Synchronization
import TaskModel

/// Ten thousand entries of 1 to 10 seconds: how late their ticks are sent, and what that costs.
struct BeatRow: Row {
  /// Otherwise on SQLite.
  let isOnRedis: Bool

  var name: String { isOnRedis ? "redis-beat" : "beat" }
  let usualRounds = 1
  private let entryCount = 10_000
  private let seconds = 20.0

  /// What the beat reported.
  private final class Ticks: Sendable {
    struct Counts {
      var lateness: [Double] = []
      var missed = 0
      private var last: [String: Timestamp] = [:]

      init() { lateness.reserveCapacity(100_000) }

      /// A tick that does not stand beside the one before on its entry's grid has one missing before it.
      mutating func note(_ tick: SentTick) {
        lateness.append(tick.lateness.inSeconds)
        if let last = last.updateValue(tick.due, forKey: tick.entry),
          tick.due - last != BeatRow.period(ofEntry: tick.entry)
        {
          missed += 1
        }
      }
    }

    private let counts = Mutex(Counts())

    func note(_ event: BeatEvent) {
      switch event {
      case .sent(let tick): counts.withLock { $0.note(tick) }
      case .caughtUp, .refused, .storeAway, .skippedOverlap: counts.withLock { $0.missed += 1 }
      case .inForce, .claimedAhead, .alreadyClaimed, .paused, .resumed, .storeBack: break
      }
    }

    func take() -> Counts {
      counts.withLock { counts in
        defer {
          counts.lateness.removeAll(keepingCapacity: true)
          counts.missed = 0
        }
        return counts
      }
    }
  }

  func measure(in workshop: Workshop) async throws -> [Reading] {
    if !isOnRedis {
      let store = try workshop.store()
      defer { store.close() }
      return try await measure(store, workshop)
    }
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    let store = try RedisBackend(server.endpoint, clock: workshop.clock)
    defer { store.close() }
    let before = try server.cpuSeconds
    let readings = try await measure(store, workshop)
    return readings + [
      Reading("Redis's CPU, from the start", (try server.cpuSeconds - before) / (seconds + 2) * 100, "% of a core")
    ]
  }

  private func measure(_ store: any BeatLoop.Store, _ workshop: Workshop) async throws -> [Reading] {
    let ticks = Ticks()
    let beat = BeatLoop(store: store, clock: workshop.clock, entries: try entries()) { ticks.note($0) }
    let running = Task { await beat.run() }
    defer { running.cancel() }
    guard await beat.waitUntilInForce() else { throw BenchError("the schedule is not in force") }
    try await workshop.pause(.seconds(2))
    _ = ticks.take()
    let (start, cpu) = (MonotonicTime.seconds, OwnUsage.cpuSeconds)
    try await workshop.pause(Duration(saturatingSeconds: seconds))
    let counts = ticks.take()
    let elapsed = MonotonicTime.seconds - start
    let used = OwnUsage.cpuSeconds - cpu
    running.cancel()
    await running.value
    let lateness = Distribution(counts.lateness)
    return [
      Reading("lateness p50", lateness.median * 1e3, "ms"),
      Reading("lateness p99", lateness.percentile(99) * 1e3, "ms", goal: .atMost(2)),
      Reading("lateness maximum", lateness.maximum * 1e3, "ms"),
      Reading("ticks", Double(counts.lateness.count) / elapsed, "ticks/s"),
      Reading("ticks missed", Double(counts.missed), "", goal: .atMost(0)),
      Reading("CPU", used / elapsed * 100, "% of a core", goal: .atMost(5)),
    ]
  }

  /// Entries are called by their number.
  private static func period(ofEntry name: String) -> Duration { .seconds(1 + (Int(name) ?? 0) % 10) }

  private func entries() throws -> [BeatEntry] {
    try (0..<entryCount).map { index in
      let name = String(index)
      return BeatEntry(
        name: name, schedule: .interval(try Interval(Self.period(ofEntry: name))), task: NoOp.name,
        arguments: TaskArguments(keywords: ["number": .integer(Int64(index))]))
    }
  }
}
