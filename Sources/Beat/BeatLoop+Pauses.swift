import TaskModel

/// Entries that are paused in the store. The step that claims a tick looks by itself and says so; what has to be noticed here
/// is that an entry was resumed.
extension BeatLoop {
  /// Of rings that come thick and fast, as where each new message rings, one a second is heeded.
  private static let shortestPause = Duration.seconds(1)
  /// In case a ring was missed.
  private static let longestPause = Duration.seconds(60)

  /// When to look which entries rest still; nil while none does.
  var nextLook: Timestamp? { plan.hasPaused ? lookAt : nil }

  func pausedEntries() async throws(BackendError) -> Set<String> {
    Set(
      try await store.pauses().compactMap { pause in
        if case .entry(let name) = pause.subject { name } else { nil }
      })
  }

  func lookAtPauses() async throws(BackendError) {
    let paused = try await pausedEntries()
    let now = clock.now
    (lastLook, lookAt) = (now, now + Self.longestPause)
    for name in plan.setPaused(paused) { report(.resumed(entry: name)) }
  }

  /// Listens while any entry rests.
  func watchPauses() {
    if !plan.hasPaused {
      pauseWatch?.cancel()
      pauseWatch = nil
    } else if pauseWatch == nil {
      // What changed before it listens is looked at once more.
      lookAt = clock.now
      let changes = store.pauseChanges()
      pauseWatch = Task { [weak self] in
        for await _ in changes { await self?.pausesRang() }
      }
    }
  }

  private func pausesRang() {
    let earliest = max(clock.now, lastLook.map { $0 + Self.shortestPause } ?? .distantPast)
    lookAt = min(lookAt, earliest)
    wakeUp()
  }
}
