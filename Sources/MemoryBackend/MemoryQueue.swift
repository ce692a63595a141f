import DequeModule
import TaskModel

/// One queue: a line for each priority step, and those whose time has not come.
struct MemoryQueue: Sendable {
  /// Each by sequence.
  private var lines = [Deque<MemoryEntry>](repeating: Deque(), count: Priority.steps.count)
  /// By due moment, then sequence.
  private(set) var deferred: [MemoryEntry] = []

  var waiting: [MemoryEntry] { lines.flatMap { $0 } }
  var nextDue: Timestamp? { deferred.first?.readyAt }
  var isEmpty: Bool { deferred.isEmpty && lines.allSatisfy(\.isEmpty) }

  mutating func append(_ entry: MemoryEntry) { lines[line(of: entry)].append(entry) }

  /// Back to where it stood.
  mutating func putBack(_ entry: MemoryEntry) {
    let line = line(of: entry)
    let place = lines[line].firstIndex { $0.sequence > entry.sequence } ?? lines[line].endIndex
    lines[line].insert(entry, at: place)
  }

  mutating func `defer`(_ entry: MemoryEntry) {
    var (low, high) = (0, deferred.count)
    while low < high {
      let middle = (low + high) / 2
      if deferred[middle].readyAt <= entry.readyAt { low = middle + 1 } else { high = middle }
    }
    deferred.insert(entry, at: low)
  }

  /// Nil when it is not there any more.
  mutating func takeDeferred(_ sequence: Int) -> MemoryEntry? {
    deferred.firstIndex { $0.sequence == sequence }.map { deferred.remove(at: $0) }
  }

  mutating func removeDue(at now: Timestamp) -> [MemoryEntry] {
    let due = deferred.prefix { $0.readyAt <= now }
    deferred.removeFirst(due.count)
    return Array(due)
  }

  mutating func takeFirst() -> MemoryEntry? {
    for line in lines.indices where !lines[line].isEmpty { return lines[line].removeFirst() }
    return nil
  }

  private func line(of entry: MemoryEntry) -> Int { Priority.steps.firstIndex(of: entry.step) ?? 0 }
}
