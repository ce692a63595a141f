public import ServiceLifecycle
public import Tasks

/// An outbox's relay as a service of the web application, so that what its transactions send leaves at once, also where no
/// daemon relays the same database:
///
/// ```swift
/// let relay = OutboxRelayService(OutboxRelay(database: database, queue: queue))
/// let application = Application(router: router, services: [relay])
/// ```
/// Runs until the application stops. What is not relayed by then stays in the outbox, and leaves with the next relay that
/// runs, here or in the daemon.
public struct OutboxRelayService: Service, CustomStringConvertible {
  private let relay: OutboxRelay

  public init(_ relay: OutboxRelay) { self.relay = relay }

  public func run() async { await cancelWhenGracefulShutdown { await relay.run() } }

  public var description: String { "tasks' outbox" }
}
