import Synchronization
import TaskModel

/// Asks the broker for as many messages as there is room for, and for nothing while there is none. Sleeps until the
/// broker rings, a deferred message is due, room appears, or the time has come to prove that claiming works.
final class Intake: Sendable {
  private struct State {
    var queues: [QueueName]
    var isPaused = false
    var isStopping = false
    var hasClaimed = false
    var firstClaim: [CheckedContinuation<Void, Never>] = []
    /// On the timer.
    var lastAsked: Timestamp?
  }

  private let state: Mutex<State>
  private let bell: Bell
  private let options: WorkerOptions
  private let broker: any Broker
  private let buffer: DeliveryBuffer
  private let settler: Settler
  private let load: Load
  private let health: BrokerHealth
  private let clock: any WallClock
  private let timer: any WallClock
  private let report: @Sendable (WorkerEvent) -> Void

  init(
    bell: Bell, options: WorkerOptions, broker: any Broker, buffer: DeliveryBuffer, settler: Settler, load: Load,
    health: BrokerHealth, clock: any WallClock, timer: any WallClock, report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    state = Mutex(State(queues: options.queues))
    self.bell = bell
    self.options = options
    self.broker = broker
    self.buffer = buffer
    self.settler = settler
    self.load = load
    self.health = health
    self.clock = clock
    self.timer = timer
    self.report = report
  }

  /// Ends after `stop()`.
  func run() async {
    // Taken before the first claim: what is enqueued after that claim rings here.
    let wakeUps = broker.wakeUps()
    // A child, so that it runs where the intake runs and ends with it.
    async let _: Void = forward(wakeUps)
    var backoff = Backoff()
    while !isStopping {
      do throws(BackendError) {
        let alarms = try await claim()
        backoff.reset()
        if let alarms { await bell.wait(until: alarms) }
      } catch {
        health.failed(error)
        await bell.wait(until: Bell.Alarm(timer.now + backoff.next(), on: timer))
      }
    }
  }

  private func forward(_ wakeUps: AsyncStream<Void>) async {
    for await _ in wakeUps { bell.ring() }
  }

  /// Claims once, if there is room. Returns until when to wait; nil to go on at once. Only a message's own moment is waited
  /// for on the time of day: a clock that is set back must not keep the worker from its queues.
  private func claim() async throws(BackendError) -> [Bell.Alarm]? {
    let probe = Bell.Alarm(timer.now + options.probeInterval, on: timer)
    let (queues, isPaused) = state.withLock { ($0.queues, $0.isPaused) }
    let room = isPaused ? 0 : load.room
    if room == 0 && !asksForNothing { return [probe, nextLook].compactMap(\.self) }
    let request = ClaimRequest(node: options.node, queues: queues, limit: room)
    let batch = try await broker.claim(request)
    health.succeeded()
    noteClaim()
    deliver(batch)
    giveBack(batch.paused)
    if room > 0 && batch.messages.count + batch.unreadable.count >= room { return nil }
    return room > 0
      ? [probe] + (batch.nextDue.map { [Bell.Alarm($0, on: clock)] } ?? []) : [probe, nextLook].compactMap(\.self)
  }

  /// A claim of nothing is how a worker without room learns of the return of a broker that was away, and of queues that were
  /// paused while it holds messages of theirs.
  private var asksForNothing: Bool {
    if health.awaySince != nil { return true }
    guard let last = state.withLock({ $0.lastAsked }), timer.now - last >= Self.lookInterval else { return false }
    return buffer.hasReserved
  }

  /// How often a worker without room looks whether what it has reserved was paused.
  private static let lookInterval = Duration.seconds(1)

  private var nextLook: Bell.Alarm? { buffer.hasReserved ? Bell.Alarm(timer.now + Self.lookInterval, on: timer) : nil }

  /// Puts back what is reserved of these queues; what runs goes on.
  func giveBack(_ queues: [QueueName]) {
    let reserved = buffer.takeBack(queues)
    if !reserved.isEmpty { settler.submit(reserved.map(Self.givenBack)) }
  }

  private func deliver(_ batch: ClaimBatch) {
    load.claimed(batch.messages.count + batch.unreadable.count)
    for unreadable in batch.unreadable { setAside(unreadable) }
    if batch.messages.isEmpty || buffer.add(batch.messages) { return }
    settler.submit(batch.messages.map(Self.givenBack))
  }

  /// A settlement that returns a message nobody has run.
  static func givenBack(_ claimed: ClaimedMessage) -> (Settlement, TaskMessage?) {
    (Delivery(claimed).settled(.requeue(countsDelivery: false)), claimed.message)
  }

  private func setAside(_ unreadable: UnreadableMessage) {
    let (settlement, ending) = Self.setAside(unreadable)
    settler.submit(settlement, of: nil)
    report(.ended(ending))
  }

  /// What becomes of bytes that nobody can read.
  static func setAside(_ unreadable: UnreadableMessage) -> (Settlement, TaskEnding) {
    let settlement = Settlement(
      receipt: unreadable.receipt, disposition: .deadLetter(.unreadable, detail: unreadable.reason))
    let outcome = TaskEnding.Outcome.deadLettered(.unreadable, detail: unreadable.reason)
    return (settlement, TaskEnding(message: nil, outcome: outcome, deliveryCount: 1))
  }

  private func noteClaim() {
    let now = timer.now
    let waiting = state.withLock { state in
      state.hasClaimed = true
      state.lastAsked = now
      defer { state.firstClaim = [] }
      return state.firstClaim
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns when the first claim has worked, or the intake stops.
  func waitForFirstClaim() async {
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        if state.hasClaimed || state.isStopping { return true }
        state.firstClaim.append(continuation)
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  func stop() {
    state.withLock { $0.isStopping = true }
    noteClaim()
    bell.ring()
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  func setPaused(_ isPaused: Bool) {
    state.withLock { $0.isPaused = isPaused }
    bell.ring()
  }

  var isPaused: Bool { state.withLock { $0.isPaused } }
  var queues: [QueueName] { state.withLock { $0.queues } }

  func add(_ queue: QueueName) {
    state.withLock { if !$0.queues.contains(queue) { $0.queues.append(queue) } }
    bell.ring()
  }

  func remove(_ queue: QueueName) {
    state.withLock { $0.queues.removeAll { $0 == queue } }
  }

  func replaceQueues(_ queues: [QueueName]) {
    state.withLock { $0.queues = queues }
    bell.ring()
  }
}
