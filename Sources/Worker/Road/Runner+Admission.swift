import TaskModel

/// What stands between the gate and the run: limits of this worker, then those that all workers share.
extension Runner {
  /// How long a message waits for a place at most before it looks for itself.
  private static let longestWait = Duration.seconds(300)
  /// How long it waits when the store does not answer, or refuses to.
  private static let pauseWhenAway = Duration.seconds(1)
  private static let pauseWhenRefused = Duration.seconds(30)

  /// What becomes of it instead of a run; nil: as far as this worker goes it may begin.
  func locallyRefused(_ claimed: ClaimedMessage, _ taskOptions: TaskOptions, at now: Timestamp) -> Verdict? {
    guard let slot = rates.admit(claimed.message.task, own: taskOptions.rateLimit, at: now) else { return nil }
    return table(claimed, taskOptions, at: now).notDue(slot)
  }

  /// What becomes of it instead of a run; nil: it has what it needs of all workers' limits.
  func globallyRefused(
    _ claimed: ClaimedMessage, _ taskOptions: TaskOptions, _ limits: SharedLimits, at now: Timestamp
  ) async -> Verdict? {
    guard let request = limits.request(by: options.node) else { return nil }
    do throws(BackendError) {
      let admission = try await store.admit(request)
      return refusal(admission, table(claimed, taskOptions, at: now), limits)
    } catch {
      if !error.isTransient { report(.notAdmitted(claimed.message, error)) }
      let pause = error.isTransient ? Self.pauseWhenAway : Self.pauseWhenRefused
      return table(claimed, taskOptions, at: now).notDue(clock.now + pause)
    }
  }

  private func refusal(_ admission: Admission, _ table: VerdictTable, _ limits: SharedLimits) -> Verdict? {
    switch (admission, limits.place) {
    case (.granted, _): nil
    case (.notBefore(let moment), _): table.notDue(moment)
    case (.full, let place?): table.waits(for: place, atLatest: table.now + Self.longestWait)
    case (.full, nil): table.notDue(table.now + Self.pauseWhenAway)
    case (.duplicate(let holder), _): table.duplicate(of: holder)
    }
  }

  private func table(_ claimed: ClaimedMessage, _ taskOptions: TaskOptions, at now: Timestamp) -> VerdictTable {
    VerdictTable(options: options, claimed: claimed, taskOptions: taskOptions, now: now)
  }
}
