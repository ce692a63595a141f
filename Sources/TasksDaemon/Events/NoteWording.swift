import Logging
import TaskModel

/// The words for what befalls a run on its way.
enum NoteWording {
  static func level(of note: RunNote) -> Logger.Level {
    switch note {
    case .rolledBack: .info
    case .replayed, .doneBefore: .notice
    case .leakedTransaction: .warning
    }
  }

  /// Behind the task's name.
  static func text(of note: RunNote) -> String {
    switch note {
    case .replayed(let count, let reason): "met another transaction and is run once more (replay \(count)): \(reason)"
    case .rolledBack: "doomed its transaction: nothing was changed, and nothing sent"
    case .doneBefore: "was done before, and is not done again: its recorded result is returned"
    case .leakedTransaction(let database): "left a transaction open on \(database), which was rolled back"
    }
  }

  static func fields(of note: RunNote) -> Logger.Metadata {
    switch note {
    case .replayed(let count, _): ["replay": "\(count)"]
    case .rolledBack: ["rolled_back": "true"]
    case .doneBefore: ["done_before": "true"]
    case .leakedTransaction: ["leaked_transaction": "true"]
    }
  }

  /// Celery has no event for these; ours say which task.
  static func record(_ note: RunNote) -> JSONObject {
    switch note {
    case .replayed(let count, let reason): ["replay": .integer(Int64(count)), "reason": .string(reason)]
    case .rolledBack: ["rolled_back": true]
    case .doneBefore: ["done_before": true]
    case .leakedTransaction(let database): ["leaked_transaction": .string(database)]
    }
  }
}
