package import TaskModel

extension TaskEnding {
  /// Whether the task's own code was run.
  package var hasRun: Bool { duration != nil }

  /// Why it has failed for good, or could not be run at all; nil when neither is so.
  package var failure: TaskFailure? {
    switch outcome {
    case .failed(let failure): failure
    case .deadLettered(let reason, let detail):
      TaskFailure(type: "DeadLetter", message: "\(reason.rawValue): \(detail)")
    default: nil
    }
  }
}

extension [TaskEnding] {
  /// The first of them that has failed for good, with the task's name.
  package var firstFailure: (task: TaskName, failure: TaskFailure)? {
    lazy.compactMap { ending in ending.failure.map { (ending.message?.task ?? TaskName(""), $0) } }.first
  }
}
