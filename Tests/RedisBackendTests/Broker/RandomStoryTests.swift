import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// Whatever breaks, and whoever dies: every message is done once, and nothing is left behind.
struct RandomStoryTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func everyMessageIsDoneOnce(_ seed: UInt64) async throws {
    let place = try await Place.fresh()
    var story = try await RandomStory(place, seed: seed)
    for _ in 0..<250 { try await story.step() }
    try await story.end()
    #expect(story.sent.count > 20)
    #expect(story.done.values.allSatisfy { $0 == 1 }, "done more than once: \(story.done.filter { $0.value != 1 })")
    let reader = try place.open()
    for id in story.sent {
      let state = try await reader.result(of: id)?.state
      #expect(state == .success, "\(id) was lost")
    }
    let left = try await place.raw().keys()
    let emptied = ["unacked", "unacked_index", "celery", "slow", "tasksd:deferred:celery", "tasksd:deferred:slow"]
    #expect(left.filter { key in emptied.contains { key == $0 || key.hasPrefix($0 + "\u{06}") } } == [])
  }
}

/// Three machines whose connections break and whose daemons are killed, at random.
private struct RandomStory {
  struct Machine {
    let name: String
    let proxy: CuttingProxy
    var backend: RedisBackend
    var life = 1
    var holding: [ClaimedMessage] = []

    var node: NodeIdentity { NodeIdentity(name: name, incarnation: String(life)) }
  }

  let place: Place
  var generator: SeededGenerator
  var machines: [Machine] = []
  var sent: Set<TaskID> = []
  /// How often a message was acknowledged, as its machine was told.
  var done: [TaskID: Int] = [:]
  private let queues: [QueueName] = [.standard, "slow"]

  init(_ place: Place, seed: UInt64) async throws {
    self.place = place
    generator = SeededGenerator(seed: seed)
    for name in ["celery@one", "celery@two", "celery@three"] {
      let proxy = try CuttingProxy(to: place.server.port)
      machines.append(Machine(name: name, proxy: proxy, backend: try place.open(through: proxy)))
    }
    for machine in machines { try await machine.backend.renewLease(of: machine.node, for: .seconds(30)) }
  }

  mutating func step() async throws {
    let index = machines.indices.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<20, using: &generator) {
    case 0...3: try await send(index)
    case 4...8: await claim(index)
    case 9...14: await settle(index)
    case 15: machines[index].proxy.cutAll()
    case 16: machines[index].proxy.cutAnswer(to: "EVALSHA")
    case 17: try await die(index)
    case 18: _ = try? await machines[index].backend.restoreAbandoned(by: machines[index].node)
    default:
      place.clock.advance(by: .seconds(Int.random(in: 0...4, using: &generator)))
      for machine in machines { _ = try? await machine.backend.renewLease(of: machine.node, for: .seconds(30)) }
    }
  }

  private mutating func send(_ index: Int) async throws {
    var messages: [TaskMessage] = []
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let id = TaskID("task \(sent.count)")
      sent.insert(id)
      let eta =
        Bool.random(using: &generator) ? place.clock.now + .seconds(Int.random(in: 1...9, using: &generator)) : nil
      messages.append(
        .sample(
          id, queue: queues.randomElement(using: &generator) ?? .standard,
          priority: Int.random(in: 0...9, using: &generator), eta: eta))
    }
    try await machines[index].backend.enqueue(messages)
  }

  private mutating func claim(_ index: Int) async {
    let request = ClaimRequest(
      node: machines[index].node, queues: queues, limit: Int.random(in: 1...5, using: &generator))
    if let batch = try? await machines[index].backend.claim(request) { machines[index].holding += batch.messages }
  }

  private mutating func settle(_ index: Int) async {
    let count = Int.random(in: 0...machines[index].holding.count, using: &generator)
    let chosen = Array(machines[index].holding.shuffled(using: &generator).prefix(count))
    let settlements = chosen.map { settlement($0) }
    guard let lost = try? await machines[index].backend.settle(settlements, by: machines[index].node) else { return }
    machines[index].holding.removeAll { chosen.contains($0) }
    for settlement in settlements where settlement.disposition == .acknowledge && !lost.contains(settlement.receipt) {
      if let id = settlement.result?.id { done[id, default: 0] += 1 }
    }
  }

  private mutating func settlement(_ claimed: ClaimedMessage) -> Settlement {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: Settlement(receipt: claimed.receipt, disposition: .requeue(countsDelivery: true))
    case 1: Settlement(receipt: claimed.receipt, disposition: .requeue(countsDelivery: false))
    case 2:
      Settlement(receipt: claimed.receipt, disposition: .deferUntil(place.clock.now + .seconds(3)))
    default:
      Settlement(
        receipt: claimed.receipt, disposition: .acknowledge,
        result: TaskResult(id: claimed.message.id, state: .success, doneAt: place.clock.now))
    }
  }

  /// SIGKILL: what it held in memory is gone. It is started again.
  private mutating func die(_ index: Int) async throws {
    machines[index].backend.close()
    machines[index].holding = []
    machines[index].life += 1
    machines[index].backend = try place.open(through: machines[index].proxy)
    _ = try? await machines[index].backend.renewLease(of: machines[index].node, for: .seconds(30))
  }

  /// All die; another does what is left.
  mutating func end() async throws {
    for machine in machines { machine.backend.close() }
    place.clock.advance(by: .seconds(100))
    let last = try place.open()
    try await last.renewLease(of: .batch, for: .seconds(30))
    _ = try await last.restoreAbandoned(by: .batch)
    while case let claimed = try await last.claimAll(by: .batch, queues: queues), !claimed.isEmpty {
      let lost = try await last.acknowledge(claimed, by: .batch)
      #expect(lost.isEmpty)
      for message in claimed { done[message.message.id, default: 0] += 1 }
    }
  }
}
