import RedisTesting
import TaskModel
import TasksTesting
import Testing

@testable import RedisBackend

/// Nodes that are killed while they hold places, connections that break, answers that are lost: never more run than may, of
/// each key one task at a time is accepted, everything accepted is done, and in the end nobody holds anything.
struct RandomLimitStoryTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func theLimitsHold(_ seed: UInt64) async throws {
    let place = try await Place.fresh()
    var story = try await RandomLimitStory(place, seed: seed)
    for _ in 0..<400 { try await story.step() }
    try await story.end()
    #expect(story.done == story.accepted)
    #expect(story.accepted.count > 20 && story.refusedCount > 5 && story.waitedCount > 5, "\(story.counts)")
    let left = try await place.raw().keys().filter { key in
      ["unique", "claims", "slots", "places", "waiting", "deferred"].contains { key.hasPrefix("tasksd:\($0):") }
    }
    #expect(left == [])
  }
}

private struct RandomLimitStory {
  struct Machine {
    let name: String
    let proxy: CuttingProxy
    var backend: RedisBackend
    var life = 1
    var claimed: [ClaimedMessage] = []
    var running: [ClaimedMessage] = []

    var node: NodeIdentity { NodeIdentity(name: name, incarnation: String(life)) }
  }

  private static let place = SharedConcurrency(key: "host", limit: 2)
  let place: Place
  private var generator: SeededGenerator
  private var machines: [Machine] = []
  private(set) var accepted: Set<TaskID> = []
  private(set) var done: Set<TaskID> = []
  private(set) var refusedCount = 0
  private(set) var waitedCount = 0
  private var number = 0

  var counts: String { "\(accepted.count) accepted, \(refusedCount) refused, waited \(waitedCount) times" }

  init(_ place: Place, seed: UInt64) async throws {
    self.place = place
    generator = SeededGenerator(seed: seed)
    for name in ["celery@one", "celery@two", "celery@three"] {
      let proxy = try CuttingProxy(to: place.server.port)
      machines.append(Machine(name: name, proxy: proxy, backend: try place.open(through: proxy)))
    }
    try await live()
  }

  mutating func step() async throws {
    let index = machines.indices.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<24, using: &generator) {
    case 0...5: try await send(index)
    case 6...9: await claim(index)
    case 10...15: await begin(index)
    case 16...19: await end(index)
    case 20: machines[index].proxy.cutAll()
    case 21: machines[index].proxy.cutAnswer(to: "EVALSHA")
    case 22: try await die(index)
    default:
      place.clock.advance(by: .seconds(Int.random(in: 0...4, using: &generator)))
      try await live()
    }
    let running = machines.flatMap(\.running).map(\.message.id)
    #expect(Set(running).count <= Self.place.limit, "\(running) run at once")
  }

  /// Nobody is late: a lease that runs out under a living node gives its places away.
  private mutating func live() async throws {
    for machine in machines {
      try await machine.backend.renewLease(of: machine.node, for: .seconds(30))
      _ = try await machine.backend.restoreAbandoned(by: machine.node)
    }
  }

  private mutating func send(_ index: Int) async throws {
    number += 1
    let (key, id) = ("key \(Int.random(in: 0..<12, using: &generator))", TaskID("task \(number)"))
    let refused = try await machines[index].backend.enqueue([.claiming(key, id)])
    if let holder = refused.first?.holder {
      refusedCount += 1
      #expect(accepted.contains(holder) && !done.contains(holder), "refused for \(holder), which is done")
      return
    }
    accepted.insert(id)
  }

  private mutating func claim(_ index: Int) async {
    let request = ClaimRequest(node: machines[index].node, queues: [.standard], limit: 2)
    if let batch = try? await machines[index].backend.claim(request) { machines[index].claimed += batch.messages }
  }

  private mutating func begin(_ index: Int) async {
    guard let claimed = machines[index].claimed.first else { return }
    let machine = machines[index]
    guard let answer = try? await machine.backend.admit(claimed.message.id, by: machine.node, place: Self.place) else {
      return
    }
    if answer == .granted {
      machines[index].running.append(claimed)
    } else {
      do throws(BackendError) {
        try await machine.backend.wait(claimed, for: Self.place, by: machine.node)
        waitedCount += 1
      } catch { return }
    }
    machines[index].claimed.removeFirst()
  }

  private mutating func end(_ index: Int) async {
    guard let claimed = machines[index].running.first else { return }
    let machine = machines[index]
    guard let lost = try? await machine.backend.settle([Self.ending(claimed)], by: machine.node) else { return }
    machines[index].running.removeFirst()
    if lost.isEmpty { done.insert(claimed.message.id) }
  }

  private static func ending(_ claimed: ClaimedMessage) -> Settlement {
    let id = claimed.message.id
    return Settlement(
      receipt: claimed.receipt, disposition: .acknowledge,
      releases: [
        .unique(key: claimed.message.unique?.key ?? "", holder: id), .concurrency(key: place.key, holder: id),
      ])
  }

  /// SIGKILL: it says nothing to anybody. It is started again.
  private mutating func die(_ index: Int) async throws {
    machines[index].backend.close()
    machines[index].claimed = []
    machines[index].running = []
    machines[index].life += 1
    machines[index].backend = try place.open(through: machines[index].proxy)
    try await live()
  }

  /// All die; another does what is left.
  mutating func end() async throws {
    for index in machines.indices {
      machines[index].backend.close()
      machines[index].running = []
    }
    place.clock.advance(by: .seconds(100))
    let last = try place.open()
    try await last.renewLease(of: .batch, for: .seconds(30))
    _ = try await last.restoreAbandoned(by: .batch)
    while case let claimed = try await last.claimAll(by: .batch, 1), let first = claimed.first {
      #expect(try await last.admit(first.message.id, by: .batch, place: Self.place) == .granted)
      #expect(try await last.settle([Self.ending(first)], by: .batch) == [])
      done.insert(first.message.id)
    }
    last.close()
  }
}
