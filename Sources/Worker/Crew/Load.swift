import Synchronization
import TaskModel

/// How much the worker holds and how long runs take: what the intake needs to know to ask for the right number.
final class Load: Sendable {
  private struct State {
    /// Claimed and not settled.
    var outstanding = 0
    var slots = 0
    /// Moving average over some 20 runs.
    var averageRunMicroseconds: Double?
  }

  private let state = Mutex(State())
  private let prefetch: Prefetch
  private let roomAppeared: @Sendable () -> Void

  init(prefetch: Prefetch, roomAppeared: @escaping @Sendable () -> Void) {
    self.prefetch = prefetch
    self.roomAppeared = roomAppeared
  }

  /// - Parameter count: asked under the lock, so that of two changes at once the later count stays.
  func setSlots(_ count: () -> Int) {
    state.withLock { $0.slots = count() }
    roomAppeared()
  }

  func claimed(_ count: Int) { state.withLock { $0.outstanding += count } }

  func ran(for duration: Duration) {
    let microseconds = Double(duration.microseconds)
    state.withLock { state in
      state.averageRunMicroseconds =
        state.averageRunMicroseconds.map { $0 + (microseconds - $0) * 0.05 } ?? microseconds
    }
  }

  func settled(_ count: Int) {
    let hasRoom = state.withLock { state in
      state.outstanding -= count
      return room(state) > 0
    }
    if hasRoom { roomAppeared() }
  }

  /// How many messages to ask for now: 0 until a quarter of the limit is free, so that claims come in batches; but at once
  /// while a slot has nothing.
  var room: Int { state.withLock { room($0) } }

  private func room(_ state: State) -> Int {
    let average = state.averageRunMicroseconds.map { Duration.microseconds(Int64(saturating: $0)) }
    let limit = prefetch.limit(slots: state.slots, averageRun: average)
    let free = limit - state.outstanding
    let isEnough = state.outstanding < state.slots || free >= max(1, limit / 4)
    return isEnough ? max(0, free) : 0
  }

  var outstanding: Int { state.withLock { $0.outstanding } }
}
