import Synchronization

/// What several tasks write down, in the order in which they did.
final class Notebook<Note: Sendable>: Sendable {
  private let written = Mutex<[Note]>([])

  func note(_ note: Note) { written.withLock { $0.append(note) } }

  var notes: [Note] { written.withLock { $0 } }
}
