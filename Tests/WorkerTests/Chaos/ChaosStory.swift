import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Worker

/// One random story of a worker: what is sent, what goes wrong, how it is steered and stopped. The choices are the seed's;
/// the threads' order is the machine's.
struct ChaosStory {
  static let taskCount = 300

  let behaviours = Behaviours()
  let bench: Workbench
  private(set) var sent: [TaskID: TaskName] = [:]
  private(set) var isAway = false
  private var generator: SeededGenerator

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    bench = Workbench(
      concurrency: Int.random(in: 1...4, using: &generator), tasksPerThread: Int.random(in: 1...3, using: &generator),
      prefetch: Bool.random(using: &generator) ? .automatic : .multiplier(Int.random(in: 1...20, using: &generator)),
      handlers: behaviours.handlers, hooks: behaviours.hooks, adjust: { $0.stuckGrace = .seconds(3) })
    self.generator = generator
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func play() async throws {
    let running = Task { [bench] in try await bench.worker.run() }
    while sent.count < Self.taskCount || number(0...30) > 0 {
      try await step()
      for _ in 0..<number(0...20) { await Task.yield() }
    }
    await stop(running)
  }

  private mutating func step() async throws {
    let worker = bench.worker
    switch number(0...19) {
    case 0...7: advance(by: .milliseconds(number(0...3000)))
    case 8...11: try await send()
    case 12: worker.pause()
    case 13: worker.resume()
    case 14: if worker.snapshot.threads < 6 { try worker.grow(by: 1) }
    case 15: worker.shrink(by: 1)
    case 16: setAway(Bool.random(using: &generator))
    case 17: setAway(false)
    case 18: behaviours.gate.letGo()
    default: terminate()
    }
  }

  private func advance(by duration: Duration) {
    bench.clock.advance(by: duration)
    bench.timer.advance(by: duration)
  }

  private mutating func setAway(_ isAway: Bool) {
    self.isAway = isAway
    bench.backend.setOutage(isAway ? Samples.away : nil)
  }

  private mutating func send() async throws {
    if isAway { return }
    for _ in 0..<min(number(1...15), Self.taskCount - sent.count) {
      let task = Behaviours.names[number(0...Behaviours.names.count - 1)]
      let (eta, expires, priority) = (number(0...9), number(0...9), Priority(number(0...9)))
      let wait = Duration.seconds(number(1...60))
      let id = try await bench.send(task) { message in
        if eta == 0 { message.eta = bench.clock.now + wait }
        if expires == 0 { message.expires = bench.clock.now + wait }
        message.priority = priority
      }
      sent[id] = task
    }
  }

  private mutating func terminate() {
    let ids = sent.keys.sorted { $0.rawValue < $1.rawValue }
    guard !ids.isEmpty else { return }
    let id = ids[number(0...ids.count - 1)]
    if Bool.random(using: &generator) { bench.worker.revoke([id]) }
    _ = bench.worker.terminate([id])
  }

  /// Warm, cold, or warm and then cold; a cold stop may find the store away.
  private mutating func stop(_ running: Task<Void, any Error>) async {
    let isCold = Bool.random(using: &generator)
    if isCold {
      if Bool.random(using: &generator) { bench.worker.stop(.warm) }
      setAway(number(0...2) == 0)
      bench.worker.stop(.cold)
    } else {
      bench.worker.stop(.warm)
      setAway(false)
    }
    await keepMoving(until: running)
    behaviours.gate.open()
  }

  private func keepMoving(until running: Task<Void, any Error>) async {
    let hasEnded = Mutex(false)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { @Sendable in
        await #expect(throws: Never.self) { try await running.value }
        hasEnded.withLock { $0 = true }
      }
      while !hasEnded.withLock({ $0 }) {
        advance(by: .milliseconds(500))
        behaviours.gate.letGo()
        await Task.yield()
      }
    }
  }

  /// The same node's next life finishes everything, with the store at hand.
  mutating func playOn() async throws -> Workbench {
    setAway(false)
    let next = Workbench(
      concurrency: 3, incarnation: "2", sharing: bench, handlers: behaviours.handlers, hooks: behaviours.hooks)
    let running = Task { try await next.worker.run() }
    while try await !next.backend.locate(Array(sent.keys)).isEmpty {
      advance(by: .seconds(1))
      await Task.yield()
    }
    next.worker.stop(.warm)
    await keepMoving(until: running)
    return next
  }
}
