import Synchronization

@testable import Tasks

/// What a pool under test opens and prepares, failing and waiting as told.
final class PoolProbe: Sendable {
  private struct State {
    var opened = 0
    var prepared: [Int] = []
    var openFailures: Int
    var prepareFailures: Int
    var isHeld: Bool
    var held: [CheckedContinuation<Void, Never>] = []
  }
  private let state: Mutex<State>

  /// - Parameter isHeld: opening waits for `letGo`.
  init(openFailures: Int = 0, prepareFailures: Int = 0, isHeld: Bool = false) {
    state = Mutex(State(openFailures: openFailures, prepareFailures: prepareFailures, isHeld: isHeld))
  }

  /// Time passes only when `timeIsOver`, then at once.
  func pool(limit: Int, timeIsOver: Bool = false) -> ConnectionPool<PooledProbe> {
    ConnectionPool(
      place: "probe://", limits: ConnectionPoolLimits(connections: limit, wait: .seconds(30)),
      open: { [self] () async throws(DatabaseError) in try await open() },
      prepare: { [self] connection async throws(DatabaseError) in try prepare(connection) },
      pause: { _ in if !timeIsOver { try await Task.sleep(for: .seconds(86_400)) } })
  }

  var opened: Int { state.withLock { $0.opened } }
  /// The numbers of the connections that were prepared.
  var prepared: [Int] { state.withLock { $0.prepared } }
  var heldCount: Int { state.withLock { $0.held.count } }

  func letGo() {
    let held = state.withLock { state in
      defer { state.held = [] }
      state.isHeld = false
      return state.held
    }
    for one in held { one.resume() }
  }

  private func open() async throws(DatabaseError) -> PooledProbe {
    await withCheckedContinuation { continuation in
      let isHeld = state.withLock { state in
        if state.isHeld { state.held.append(continuation) }
        return state.isHeld
      }
      if !isHeld { continuation.resume() }
    }
    let number: Int? = state.withLock { state in
      if state.openFailures > 0 {
        state.openFailures -= 1
        return nil
      }
      state.opened += 1
      return state.opened
    }
    guard let number else { throw DatabaseError(.unavailable, message: "away", place: "probe://") }
    return PooledProbe(number)
  }

  private func prepare(_ connection: PooledProbe) throws(DatabaseError) {
    let isFine = state.withLock { state in
      state.prepared.append(connection.number)
      state.prepareFailures -= 1
      return state.prepareFailures < 0
    }
    if !isFine { throw DatabaseError(.statement, message: "no tables", place: "probe://") }
  }
}
