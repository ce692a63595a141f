import TaskModel

/// Says three times a lease that this node lives, and takes back what dead nodes hold.
struct LeaseKeeper: Sendable {
  let node: NodeIdentity
  let lease: Duration
  let broker: any Broker
  let timer: any WallClock
  let health: BrokerHealth
  let report: @Sendable (WorkerEvent) -> Void
  /// What else is due from time to time.
  var alongside: @Sendable () -> Void = {}

  /// Until it is cancelled.
  func run() async {
    var backoff = Backoff()
    while !Task.isCancelled {
      alongside()
      do throws(BackendError) {
        try await renew()
        backoff.reset()
        try? await timer.sleep(until: timer.now + lease / 3)
      } catch {
        health.failed(error)
        try? await timer.sleep(until: timer.now + min(backoff.next(), lease / 3))
      }
    }
  }

  func renew() async throws(BackendError) {
    guard try await broker.renewLease(of: node, for: lease) else { return }
    let restored = try await broker.restoreAbandoned(by: node)
    if restored > 0 { report(.restored(restored)) }
  }
}
