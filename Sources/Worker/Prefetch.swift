import TaskModel

/// How many messages a worker may hold, running and reserved together.
public enum Prefetch: Sendable, Hashable {
  /// Short tasks are taken in large batches, long ones hardly ahead of their turn: what is reserved is at most some
  /// 20 ms of work, so that a reserved message seldom waits behind a long task while another node is free.
  case automatic
  /// Celery's `worker_prefetch_multiplier`: this many for each slot.
  case multiplier(Int)

  /// Work that may wait at one slot, in automatic mode.
  static let reservedWork = Duration.milliseconds(20)
  static let automaticMaximum = 512
  static let automaticStart = 4

  /// - Parameter averageRun: how long runs take of late; nil when nothing has run yet.
  func limit(slots: Int, averageRun: Duration?) -> Int {
    switch self {
    case .multiplier(let multiplier):
      return Self.product(slots, max(1, multiplier))
    case .automatic:
      guard let averageRun else { return Self.product(slots, Self.automaticStart) }
      let perSlot = Self.reservedWork.microseconds / max(1, averageRun.microseconds)
      let wanted = Self.product(slots, 1 + Int(min(perSlot, Int64(Self.automaticMaximum))))
      return max(slots, min(wanted, Self.automaticMaximum))
    }
  }

  private static func product(_ slots: Int, _ count: Int) -> Int {
    let (product, overflows) = slots.multipliedReportingOverflow(by: count)
    return overflows ? .max : product
  }
}
