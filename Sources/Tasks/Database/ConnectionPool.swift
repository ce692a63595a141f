import Synchronization

/// Lends connections: opened when first needed, never more than the limit at a time, to whoever waits longest.
///
/// Until the first connection is open and `prepare` has run on it there is only one; so nobody finds a database without our
/// tables, and one that is away is asked by one at a time.
package final class ConnectionPool<Connection: PooledConnection>: Sendable {
  package typealias Step<Input, Output> = @Sendable (Input) async throws(DatabaseError) -> Output

  private let place: String
  private let limits: ConnectionPoolLimits
  private let open: Step<Void, Connection>
  private let prepare: Step<Connection, Void>
  private let pause: @Sendable (Duration) async throws -> Void
  private let state: Mutex<PoolState<Connection>>

  /// - Parameters:
  ///   - place: where the database is, without secrets; for errors.
  ///   - open: opens a connection.
  ///   - prepare: called with the first connection only; when it throws, with the next first one.
  ///   - pause: how the time is waited for after which nobody waits any longer.
  package init(
    place: String, limits: ConnectionPoolLimits, open: @escaping Step<Void, Connection>,
    prepare: @escaping Step<Connection, Void> = { (_) async throws(DatabaseError) in },
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.place = place
    self.limits = limits
    self.open = open
    self.prepare = prepare
    self.pause = pause
    state = Mutex(PoolState(limit: limits.connections))
  }

  /// Lends a connection. Throws what opening one threw; `busy` when none became free in time, `cancelled` when the calling
  /// task is cancelled meanwhile, `unavailable` when the pool is closed.
  package func lend() async throws(DatabaseError) -> Connection {
    while true {
      if Task.isCancelled { throw cancelled }
      switch await grant() {
      case .place: return try await openOne()
      case .connection(let connection):
        if connection.isUsable { return connection }
        _ = state.withLock { $0.take(back: connection) }
        await retire(connection)
      case .busy: throw busy
      case .cancelled: throw cancelled
      case .closed: throw closed
      }
    }
  }

  /// Takes back what was lent. Anything else is left alone.
  package func giveBack(_ connection: Connection) async {
    guard state.withLock({ $0.take(back: connection) }) else { return }
    await connection.reset()
    if !connection.isUsable { return await retire(connection) }
    switch state.withLock({ $0.putBack(connection) }) {
    case .lent(let waiter): waiter.resume(returning: .connection(connection))
    case .kept: return
    case .unwanted: await connection.close()
    }
  }

  /// Closes all connections, those that are lent when they come back. Who waits, and who asks later, is refused.
  package func close() async {
    let (idle, waiting) = state.withLock { $0.close() }
    for waiter in waiting { waiter.resume(returning: .closed) }
    for connection in idle { await connection.close() }
  }

  /// How many connections are open or being opened.
  package var openCount: Int { state.withLock { $0.openCount } }
  /// How many are lent.
  package var lentCount: Int { state.withLock { $0.lentCount } }
  /// How many wait for one.
  package var waitingCount: Int { state.withLock { $0.waitingCount } }
}

extension ConnectionPool {
  private func grant() async -> PoolGrant<Connection> {
    if let grant = state.withLock({ $0.take() }) { return grant }
    let number = state.withLock { $0.nextNumber() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let grant = state.withLock { state in
          // Cancelled before it waits: nobody would find it later.
          Task.isCancelled
            ? .cancelled
            : state.take(orWaitAs: number) { PoolWaiter(continuation: continuation, limit: limit(number)) }
        }
        if let grant { continuation.resume(returning: grant) }
      }
    } onCancel: {
      stopWaiting(number, .cancelled)
    }
  }

  private func limit(_ number: UInt64) -> Task<Void, any Error> {
    Task { [self] in
      try await pause(limits.wait)
      stopWaiting(number, .busy)
    }
  }

  private func stopWaiting(_ number: UInt64, _ grant: PoolGrant<Connection>) {
    state.withLock { $0.stopWaiting(number) }?.resume(returning: grant)
  }

  /// In a place that was granted.
  private func openOne() async throws(DatabaseError) -> Connection {
    let connection: Connection
    do throws(DatabaseError) { connection = try await open(()) } catch {
      freePlace()
      throw error
    }
    do throws(DatabaseError) {
      if state.withLock({ !$0.isPrepared }) { try await prepare(connection) }
    } catch {
      await connection.close()
      freePlace()
      throw error
    }
    guard let granted = state.withLock({ $0.lendNew(connection) }) else {
      await connection.close()
      throw closed
    }
    for waiter in granted { waiter.resume(returning: .place) }
    return connection
  }

  private func retire(_ connection: Connection) async {
    await connection.close()
    freePlace()
  }

  private func freePlace() { state.withLock { $0.freePlace() }?.resume(returning: .place) }
}

extension ConnectionPool {
  private var busy: DatabaseError {
    DatabaseError(
      .busy, message: "no connection became free in \(limits.wait): all \(limits.connections) are in use",
      place: place)
  }

  private var cancelled: DatabaseError {
    DatabaseError(.cancelled, message: "cancelled while waiting for a connection", place: place)
  }

  private var closed: DatabaseError { DatabaseError(.unavailable, message: "the database was closed", place: place) }
}
