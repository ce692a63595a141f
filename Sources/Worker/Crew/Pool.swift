import Synchronization
import TaskModel
import WorkerThreads

/// The worker's threads and the slots on them.
///
/// A crew is one thread with its slots. When a run does not answer, its whole crew is replaced: the old slots end as soon
/// as they can, a fresh thread takes their place.
final class Pool: Sendable {
  private typealias Listener = CheckedContinuation<Void, Never>

  private struct State {
    /// Those whose end the worker waits for.
    var slots: [Int: Slot] = [:]
    /// Those that count. One that leaves or was replaced is not among them, though its slots may still run.
    var crews: Set<Int> = []
    /// Slots that still need their crew's thread.
    var living: [Int: Int] = [:]
    /// Crews that were given up, and whose successors the system refused so far.
    var lost = 0
    var nextSlot = 0
    var nextCrew = 0
    var whenEmpty: [Listener] = []

    mutating func takeListenersIfEmpty() -> [Listener] {
      if !slots.isEmpty { return [] }
      defer { whenEmpty = [] }
      return whenEmpty
    }
  }

  private let state = Mutex(State())
  private let tasksPerThread: Int
  private let buffer: DeliveryBuffer
  private let runner: Runner
  private let load: Load
  private let makeThread: @Sendable (String) throws(ThreadError) -> WorkerThread

  init(
    tasksPerThread: Int, buffer: DeliveryBuffer, runner: Runner, load: Load,
    makeThread: @escaping @Sendable (String) throws(ThreadError) -> WorkerThread
  ) {
    self.tasksPerThread = tasksPerThread
    self.buffer = buffer
    self.runner = runner
    self.load = load
    self.makeThread = makeThread
  }

  /// Adds `count` threads with their slots. Those that were added before one was refused stay.
  func grow(by count: Int) throws(ThreadError) {
    defer { load.setSlots { slotCount } }
    for _ in 0..<max(0, count) { try addCrew() }
  }

  private func addCrew() throws(ThreadError) {
    let number = state.withLock { state in
      state.nextCrew += 1
      return state.nextCrew
    }
    let thread = try makeThread("task-\(number)")
    let slots = (0..<tasksPerThread).map { _ in newSlot(crew: number, thread: thread) }
    state.withLock { state in
      state.crews.insert(number)
      state.living[number] = slots.count
      for slot in slots { state.slots[slot.number] = slot }
    }
    for slot in slots { slot.start() }
  }

  private func newSlot(crew: Int, thread: WorkerThread) -> Slot {
    let number = state.withLock { state in
      state.nextSlot += 1
      return state.nextSlot
    }
    return Slot(number: number, crew: crew, thread: thread, buffer: buffer, runner: runner) {
      [weak self] slot, wasGivenUp in self?.ended(slot, wasGivenUp: wasGivenUp, thread: thread)
    }
  }

  /// A slot that was given up stands here until `giveUp` has found it, whichever of the two comes first.
  private func ended(_ slot: Slot, wasGivenUp: Bool, thread: WorkerThread) {
    buffer.forget(slot.number)
    let (isLastOnThread, listeners) = state.withLock { state in
      let others = (state.living.removeValue(forKey: slot.crew) ?? 1) - 1
      if others > 0 { state.living[slot.crew] = others }
      if !wasGivenUp {
        state.slots[slot.number] = nil
        if others == 0 { state.crews.remove(slot.crew) }
      }
      return (others == 0, state.takeListenersIfEmpty())
    }
    if isLastOnThread { thread.stop() }
    for listener in listeners { listener.resume() }
  }

  /// Takes up to `count` threads away, but leaves one; running tasks finish. Returns how many go.
  func shrink(by count: Int) -> Int {
    let (leaving, slots) = state.withLock { state in
      let unborn = max(0, min(count, state.lost))
      state.lost -= unborn
      let leaving = state.crews.sorted().suffix(max(0, min(count - unborn, state.crews.count - 1)))
      state.crews.subtract(leaving)
      return (leaving.count + unborn, state.slots.values.filter { leaving.contains($0.crew) }.map(\.number))
    }
    for slot in slots { _ = buffer.retire(slot) }
    load.setSlots { slotCount }
    return leaving
  }

  /// The run's slot is lost with its thread. A fresh crew takes the place of its own, unless that was leaving anyway.
  /// Neighbours that run end when they can; idle ones are not waited for, since the thread may never come to them.
  func giveUp(_ run: Run, replacesCrew: Bool) throws(ThreadError) {
    let (lost, wasCounted, neighbours) = state.withLock { state in
      let lost = state.slots.values.first { $0.current === run }
      let neighbours = state.slots.values.filter { $0.crew == lost?.crew && $0 !== lost }.map(\.number)
      return (lost?.number, lost.map { state.crews.remove($0.crew) != nil } ?? false, neighbours)
    }
    guard let lost else { return }
    let idle = neighbours.filter { buffer.retire($0) }
    defer {
      leave([lost] + idle)
      load.setSlots { slotCount }
    }
    guard wasCounted && replacesCrew else { return }
    do throws(ThreadError) {
      try addCrew()
    } catch {
      state.withLock { $0.lost += 1 }
      throw error
    }
  }

  /// Asks once more for the threads that the system refused when others were given up.
  func replaceLost() {
    var lost = state.withLock { state in
      defer { state.lost = 0 }
      return state.lost
    }
    if lost == 0 { return }
    while lost > 0, (try? addCrew()) != nil { lost -= 1 }
    state.withLock { $0.lost += lost }
    load.setSlots { slotCount }
  }

  private func leave(_ slots: [Int]) {
    let listeners = state.withLock { state in
      for slot in slots { state.slots[slot] = nil }
      return state.takeListenersIfEmpty()
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
  var slotCount: Int { threadCount * tasksPerThread }
}
