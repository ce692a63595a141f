import Synchronization
import Tasks

/// Which of a connection's queries are no longer wanted.
final class QueryInterrupter: Sendable {
  private struct State {
    var lastNumber: UInt64 = 0
    var unwanted: Set<UInt64> = []
  }

  let pipe: WakePipe
  private let state = Mutex(State())

  init(place: String) throws(DatabaseError) { pipe = try WakePipe(place: place) }

  func nextNumber() -> UInt64 {
    state.withLock { state in
      state.lastNumber &+= 1
      return state.lastNumber
    }
  }

  func interrupt(_ number: UInt64) {
    state.withLock { _ = $0.unwanted.insert(number) }
    pipe.ring()
  }

  func isUnwanted(_ number: UInt64) -> Bool { state.withLock { $0.unwanted.contains(number) } }

  /// It is over.
  func forget(_ number: UInt64) { state.withLock { _ = $0.unwanted.remove(number) } }
}
