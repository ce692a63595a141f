import CLinux
import Glibc
import HeapModule
public import TaskModel

/// The machine's clock, with one thread that wakes sleepers.
///
/// The thread waits on a timer descriptor (timerfd_create(2)) with an absolute deadline, so sleepers wake within tens of
/// microseconds, an idle clock costs nothing, and setting the machine's clock wakes the thread to look again
/// (`TFD_TIMER_CANCEL_ON_SET`). State: the heap and the table of sleepers belong to whoever holds the lock.
public final class SystemClock: WallClock, @unchecked Sendable {
  public enum Source: Sendable {
    /// The time of day. Jumps when the clock is set.
    case realtime
    /// Starts at the time of day and then never jumps: for limits on how long something may take.
    case monotonic
  }

  private let source: Source
  private let descriptor: Int32
  /// What to add to the source's own time, in microseconds.
  private let shift: Int64
  private let lock = LockedCondition()
  private var deadlines = Heap<Deadline>()
  private var sleepers: [UInt64: CheckedContinuation<Bool, Never>] = [:]
  private var nextNumber: UInt64 = 0

  public init(_ source: Source = .realtime) throws(ThreadError) {
    self.source = source
    let clock = source == .realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC
    shift = source == .realtime ? 0 : Self.microseconds(CLOCK_REALTIME) - Self.microseconds(CLOCK_MONOTONIC)
    descriptor = timerfd_create(clock, Int32(TFD_CLOEXEC))
    guard descriptor >= 0 else { throw ThreadError(name: "clock", code: errno) }
    let thread = try WorkerThread(name: "clock")
    thread.perform { [self] in wakeLoop() }
  }

  public var now: Timestamp {
    Timestamp(microseconds: Self.microseconds(source == .realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC) + shift)
  }

  private static func microseconds(_ clock: Int32) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  public func sleep(until deadline: Timestamp) async throws(CancellationError) {
    if now >= deadline { return }
    let number = lock.withLock {
      nextNumber += 1
      return nextNumber
    }
    let isDue = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if !add(Deadline(time: deadline, number: number), continuation) { continuation.resume(returning: false) }
      }
    } onCancel: {
      cancel(number)
    }
    if !isDue { throw CancellationError() }
  }

  /// False if the calling task is cancelled already.
  private func add(_ deadline: Deadline, _ continuation: CheckedContinuation<Bool, Never>) -> Bool {
    lock.withLock {
      if Task.isCancelled { return false }
      sleepers[deadline.number] = continuation
      deadlines.insert(deadline)
      if deadlines.min?.number == deadline.number { arm(deadline.time) }
      return true
    }
  }

  private func cancel(_ number: UInt64) {
    let sleeper = lock.withLock {
      let sleeper = sleepers.removeValue(forKey: number)
      if deadlines.count > 64 && deadlines.count > 2 * sleepers.count {
        deadlines = Heap(deadlines.unordered.filter { sleepers[$0.number] != nil })
      }
      return sleeper
    }
    sleeper?.resume(returning: false)
  }

  /// Only with the lock held.
  private func arm(_ time: Timestamp) {
    let (seconds, rest) = max(time.microseconds - shift, 1).quotientAndRemainder(dividingBy: 1_000_000)
    var specification = itimerspec()
    specification.it_value.tv_sec = Int(seconds)
    specification.it_value.tv_nsec = Int(rest) * 1000
    let flags = Int32(TFD_TIMER_ABSTIME) | (source == .realtime ? Int32(TFD_TIMER_CANCEL_ON_SET) : 0)
    timerfd_settime(descriptor, flags, &specification, nil)
  }

  private func wakeLoop() -> Never {
    var expirations: UInt64 = 0
    while true {
      // Also returns, with ECANCELED, when the machine's clock was set.
      _ = read(descriptor, &expirations, 8)
      let due = lock.withLock {
        let due = takeDue()
        if let next = deadlines.min { arm(next.time) }
        return due
      }
      for sleeper in due { sleeper.resume(returning: true) }
    }
  }

  /// Only with the lock held.
  private func takeDue() -> [CheckedContinuation<Bool, Never>] {
    let now = now
    var due: [CheckedContinuation<Bool, Never>] = []
    while let first = deadlines.min, first.time <= now || sleepers[first.number] == nil {
      deadlines.removeMin()
      if let sleeper = sleepers.removeValue(forKey: first.number) { due.append(sleeper) }
    }
    return due
  }
}

private struct Deadline: Comparable {
  let time: Timestamp
  let number: UInt64

  static func < (left: Deadline, right: Deadline) -> Bool {
    (left.time, left.number) < (right.time, right.number)
  }
}
