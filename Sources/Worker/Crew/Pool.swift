import Synchronization
import TaskModel
import WorkerThreads

/// The worker's threads and the slots on them.
///
/// A crew is one thread with its slots. When a run does not answer, its whole crew is replaced: the old slots end as soon
/// as they can, a fresh thread takes their place.
final class Pool: Sendable {
  private struct State {
    var slots: [Int: Slot] = [:]
    /// Slots by crew that still count; a crew that was given up is not in it.
    var crews: [Int: [Int]] = [:]
    var nextSlot = 0
    var nextCrew = 0
    var whenEmpty: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let tasksPerThread: Int
  private let buffer: DeliveryBuffer
  private let runner: Runner
  private let load: Load

  init(tasksPerThread: Int, buffer: DeliveryBuffer, runner: Runner, load: Load) {
    self.tasksPerThread = tasksPerThread
    self.buffer = buffer
    self.runner = runner
    self.load = load
  }

  /// Adds `count` threads with their slots.
  func grow(by count: Int) throws(ThreadError) {
    for _ in 0..<count { try addCrew() }
    load.setSlots(slotCount)
  }

  private func addCrew() throws(ThreadError) {
    let number = state.withLock { state in
      state.nextCrew += 1
      return state.nextCrew
    }
    let thread = try WorkerThread(name: "task-\(number)")
    let slots = (0..<tasksPerThread).map { _ in newSlot(crew: number, thread: thread) }
    state.withLock { state in
      state.crews[number] = slots.map(\.number)
      for slot in slots { state.slots[slot.number] = slot }
    }
    for slot in slots { slot.start() }
  }

  private func newSlot(crew: Int, thread: WorkerThread) -> Slot {
    let number = state.withLock { state in
      state.nextSlot += 1
      return state.nextSlot
    }
    return Slot(number: number, crew: crew, thread: thread, buffer: buffer, runner: runner) { [weak self] slot in
      self?.remove(slot, thread: thread)
    }
  }

  private func remove(_ slot: Slot, thread: WorkerThread) {
    let (isLastOfCrew, listeners) = state.withLock { state in
      state.slots[slot.number] = nil
      state.crews[slot.crew]?.removeAll { $0 == slot.number }
      let isLastOfCrew = !state.slots.values.contains { $0.crew == slot.crew }
      if isLastOfCrew { state.crews[slot.crew] = nil }
      guard state.slots.isEmpty else { return (isLastOfCrew, [] as [CheckedContinuation<Void, Never>]) }
      defer { state.whenEmpty = [] }
      return (isLastOfCrew, state.whenEmpty)
    }
    if isLastOfCrew { thread.stop() }
    for listener in listeners { listener.resume() }
  }

  /// Takes up to `count` threads away, but leaves one; running tasks finish. Returns how many go.
  func shrink(by count: Int) -> Int {
    let leaving = state.withLock { state in
      let crews = state.crews.keys.sorted().suffix(max(0, min(count, state.crews.count - 1)))
      return crews.map { state.crews.removeValue(forKey: $0) ?? [] }
    }
    for slot in leaving.joined() { buffer.retire(slot) }
    load.setSlots(slotCount)
    return leaving.count
  }

  /// The run's slot is lost with its thread: a fresh crew replaces it, its neighbours end when they can.
  func replaceCrew(of run: Run) throws(ThreadError) {
    let neighbours = state.withLock { state in
      guard let lost = state.slots.values.first(where: { $0.current === run }) else { return nil as [Int]? }
      let neighbours = (state.crews.removeValue(forKey: lost.crew) ?? []).filter { $0 != lost.number }
      state.slots[lost.number] = nil
      for idle in neighbours where state.slots[idle]?.current == nil { state.slots[idle] = nil }
      return neighbours
    }
    guard let neighbours else { return }
    for slot in neighbours { buffer.retire(slot) }
    try addCrew()
    load.setSlots(slotCount)
  }

  /// The slot of a run is lost, and nobody replaces it, since the worker ends.
  func abandon(_ run: Run) {
    let lost = state.withLock { state in state.slots.values.first { $0.current === run } }
    if let lost { removeLost(lost) }
  }

  private func removeLost(_ slot: Slot) {
    let listeners = state.withLock { state in
      state.slots[slot.number] = nil
      guard state.slots.isEmpty else { return [] as [CheckedContinuation<Void, Never>] }
      defer { state.whenEmpty = [] }
      return state.whenEmpty
    }
    for listener in listeners { listener.resume() }
  }

  /// Returns when the last slot has ended; the buffer must be closed, or they never do.
  func waitUntilEmpty() async {
    await withCheckedContinuation { continuation in
      let isEmpty = state.withLock { state in
        if state.slots.isEmpty { return true }
        state.whenEmpty.append(continuation)
        return false
      }
      if isEmpty { continuation.resume() }
    }
  }

  var runs: [Run] { state.withLock { Array($0.slots.values) }.compactMap(\.current).filter { !$0.isOver } }
  var threadCount: Int { state.withLock { $0.crews.count } }
  var slotCount: Int { state.withLock { $0.crews.values.reduce(0) { $0 + $1.count } } }
}
