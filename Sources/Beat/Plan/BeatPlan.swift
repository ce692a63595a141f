import HeapModule
import TaskModel

/// All entries and the order in which they fall due. Pure: the loop asks it and tells it.
struct BeatPlan {
  /// A note in the heap: this entry is due then, unless the entry says otherwise by now.
  private struct Note: Comparable {
    var due: Timestamp
    var index: Int
    var generation: UInt32

    static func < (left: Note, right: Note) -> Bool { (left.due, left.index) < (right.due, right.index) }
  }

  private(set) var entries: [PlannedEntry] = []
  private var pausedCount = 0
  var hasPaused: Bool { pausedCount > 0 }
  private var indices: [String: Int] = [:]
  private var notes = Heap<Note>()

  init() {}

  /// Of several entries of one name the last counts. `memories` are the store's, one for each entry; `paused` are names.
  init(_ entries: [BeatEntry], memories: [EntryMemory], paused: Set<String>, previous: BeatPlan) {
    let known = Dictionary(memories.map { ($0.entry, $0) }, uniquingKeysWith: { $1 })
    let byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var placed: Set<String> = []
    for name in entries.map(\.name) where placed.insert(name).inserted {
      guard let entry = byName[name], let memory = known[name] else { continue }
      indices[name] = self.entries.count
      self.entries.append(
        PlannedEntry(entry, memory: memory, isPaused: paused.contains(name), previous: previous.entry(name)))
    }
    pausedCount = self.entries.count { $0.isPaused }
    notes = Heap(
      self.entries.indices.compactMap { index in
        self.entries[index].nextDue.map { Note(due: $0, index: index, generation: 0) }
      })
  }

  func entry(_ name: String) -> PlannedEntry? { indices[name].map { entries[$0] } }

  var names: Dictionary<String, Int>.Keys { indices.keys }

  /// When the next entry falls due.
  mutating func nextDue() -> Timestamp? {
    while let note = notes.min {
      if isCurrent(note) { return note.due }
      notes.removeMin()
    }
    return nil
  }

  /// Takes the entry that has been due longest; it comes back by ``settle(_:)``.
  mutating func takeDue(through now: Timestamp) -> (index: Int, due: Timestamp)? {
    guard let due = nextDue(), due <= now else { return nil }
    let index = notes.removeMin().index
    return (index, due)
  }

  private func isCurrent(_ note: Note) -> Bool { entries[note.index].generation == note.generation }

  /// Changes an entry and puts it in order by what its `nextDue` is then.
  mutating func settle(_ index: Int, _ change: (inout PlannedEntry) -> Void = { _ in }) {
    let wasPaused = entries[index].isPaused
    change(&entries[index])
    if entries[index].isPaused != wasPaused { pausedCount += wasPaused ? -1 : 1 }
    entries[index].generation &+= 1
    guard let due = entries[index].nextDue else { return }
    notes.insert(Note(due: due, index: index, generation: entries[index].generation))
  }

  /// These rest, the others do not. Returns those that did until now.
  mutating func setPaused(_ names: Set<String>) -> [String] {
    var resumed: [String] = []
    for index in entries.indices where entries[index].isPaused != names.contains(entries[index].entry.name) {
      settle(index) { $0.setPaused(!$0.isPaused) }
      if !entries[index].isPaused { resumed.append(entries[index].entry.name) }
    }
    return resumed
  }
}
