import TaskModel

/// Keeps pauses, and hands out all the same.
struct ForgetsPausedQueues: BackendWrapper {
  let inner: any Backend
  func pause(_ subjects: [PauseSubject]) async throws(BackendError) {
    try await inner.pause(subjects.filter { if case .entry = $0 { true } else { false } })
  }
}

struct HidesPausedQueues: BackendWrapper {
  let inner: any Backend
  func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    var batch = try await inner.claim(request)
    batch.paused = []
    return batch
  }
}

/// Notes the tick as done with, so that it is lost when the entry is resumed.
struct ClaimsTicksOfPausedEntries: BackendWrapper {
  let inner: any Backend
  func claim(_ ticks: [TickClaim]) async throws(BackendError) -> [TickOutcome] {
    let outcomes = try await inner.claim(ticks)
    for (tick, outcome) in zip(ticks, outcomes) where outcome == .paused {
      try await inner.resume([.entry(tick.entry)])
      _ = try await inner.claim([TickClaim(entry: tick.entry, due: tick.due, messages: [])])
      try await inner.pause([.entry(tick.entry)])
    }
    return outcomes
  }
}

/// What rests already rests since now.
struct PausesAnew: BackendWrapper {
  let inner: any Backend
  func pause(_ subjects: [PauseSubject]) async throws(BackendError) {
    try await inner.resume(subjects)
    try await inner.pause(subjects)
  }
}
