import TaskModel

/// What became of one tick: the store's answer, or its refusal for good.
enum TickResult {
  case answered(TickOutcome)
  case refused(BackendError)

  var isPaused: Bool { if case .answered(.paused) = self { true } else { false } }
}
