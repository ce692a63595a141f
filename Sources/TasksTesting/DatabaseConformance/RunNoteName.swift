import TaskModel

/// What befell a transaction, without its circumstances.
enum RunNoteName: Sendable, Hashable {
  case replayed(Int)
  case rolledBack
  case other

  init(_ note: RunNote) {
    switch note {
    case .replayed(let number, _): self = .replayed(number)
    case .rolledBack: self = .rolledBack
    default: self = .other
    }
  }
}
