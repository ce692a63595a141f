import Synchronization
public import TaskModel

/// Broker, results and the daemon's own memory on a Redis server, in Celery's keys and message formats, so that Celery's
/// workers and clients share the queues.
///
/// **Steps.** Claim, settlement, enqueue, tick and restoring are scripts that run as one step inside the server: there is
/// no instant at which a message is only in a process's memory. A call whose answer was lost with the connection is repeated
/// under its number and not done twice; messages that came into our hands unseen are found at the next claim.
///
/// **Durability** is the server's: with `appendonly yes` and `appendfsync always` nothing acknowledged is lost in a power cut.
///
/// **Memory** does not grow with what is stored: deferred messages wait in the server.
///
/// Every call throws `BackendError` with `unavailable` once `close` was called.
public final class RedisBackend: Sendable {
  let options: RedisOptions
  let clock: any WallClock
  let scripts: Scripts
  /// For claims, so that they do not wait behind settlements, which have the other.
  let intake: RedisConnection
  let commands: RedisConnection
  /// The server of the results, where it is another.
  let resultCommands: RedisConnection?
  let listener: RedisListener
  let wakers: Wakers
  let held = HeldClaims()
  let declared = Mutex(Set<QueueName>())
  /// New for every backend: whose calls are repeated.
  let lane = String(UInt64.random(in: .min ... .max), radix: 36)
  private let lastCall = Atomic<UInt64>(0)
  private let lastClaim = Atomic<UInt64>(0)

  /// Connects to nothing yet. Throws `refused` for what cannot be connected to, `unavailable` when no thread can be had.
  public init(
    _ endpoint: RedisEndpoint, clock: any WallClock, options: RedisOptions = RedisOptions(),
    connection: RedisConnectionOptions = RedisConnectionOptions()
  ) throws(BackendError) {
    self.options = options
    self.clock = clock
    scripts = Scripts(options, brokerDatabase: endpoint.database)
    intake = try RedisConnection(endpoint, options: connection, name: "redis-claims")
    commands = try RedisConnection(endpoint, options: connection, name: "redis-settle")
    if case .server(let results) = options.results {
      resultCommands = try RedisConnection(results, options: connection, name: "redis-results")
      listener = try RedisListener(results, options: connection)
    } else {
      resultCommands = nil
      listener = try RedisListener(endpoint, options: connection)
    }
    wakers = Wakers(try QueueWatcher(endpoint, options: connection))
  }

  deinit { close() }

  /// Connects, so that what is wrong with the address or the server is known at once.
  public func connect() async throws(BackendError) {
    do {
      try await commands.connect()
      try await resultCommands?.connect()
    } catch {
      throw error.error
    }
  }

  /// Ends the connections; what waits fails, and so does what is asked later.
  public func close() {
    wakers.close()
    listener.close()
    intake.close()
    commands.close()
    resultCommands?.close()
  }

  func nextCall() -> UInt64 { lastCall.wrappingAdd(1, ordering: .relaxed).newValue }
  func nextClaim() -> UInt64 { lastClaim.wrappingAdd(1, ordering: .relaxed).newValue }
}
