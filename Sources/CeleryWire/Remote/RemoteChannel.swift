package import TaskModel

/// How remote control and events travel. Implemented on Redis; a double in tests.
package protocol RemoteChannel: Sendable {
  /// Listens until it is cancelled. What arrives while `handle` works waits its turn.
  func receive(_ handle: (RemoteSignal) async -> Void) async

  /// Says that this node has a mailbox. To be said again within ``renewalInterval``.
  func announce() async throws(BackendError)
  var renewalInterval: Duration { get }

  /// The node is leaving: its mailbox is gone.
  func withdraw() async throws(BackendError)

  /// Brings a reply to the queues that are bound for it. Returns to how many; 0 when nobody waits any more.
  func reply(_ envelope: [UInt8], to address: ReplyAddress) async throws(BackendError) -> Int

  /// Sends a request to all nodes, this one included.
  func broadcast(_ envelope: [UInt8]) async throws(BackendError)

  /// Sends a request to all nodes and collects what comes to the address, on a connection of its own.
  /// - Parameters:
  ///   - limit: how long answers are waited for.
  ///   - take: given each answer as it comes and how many nodes heard the request; no more are waited for once it is true.
  ///     Asked first with nil, before any came.
  /// - Returns: the nodes that have a mailbox, living or not.
  func ask(
    _ envelope: [UInt8], repliesTo address: ReplyAddress, within limit: Duration,
    _ take: (_ reply: [UInt8]?, _ heard: Int) -> Bool
  ) async throws(BackendError) -> [String]

  /// Publishes to whoever listens now.
  func publish(_ events: [EventEnvelope]) async throws(BackendError)

  /// Ends its connections; what is under way fails.
  func shutDown()
}
