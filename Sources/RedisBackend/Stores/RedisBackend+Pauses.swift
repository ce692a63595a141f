public import TaskModel

extension RedisBackend: PauseStore {
  /// A hash: what rests (`PauseSubject.record`) and since when, in µs.
  var pausesKey: String { options.keyPrefix + "tasksd:paused" }

  public func pause(_ subjects: [PauseSubject]) async throws(BackendError) {
    if subjects.isEmpty { return }
    _ = try await run(scripts.pause, [nowText] + subjects.map(\.record), to: "pause")
    wakers.ring()
  }

  @discardableResult
  public func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject] {
    if subjects.isEmpty { return [] }
    let reply = try await run(scripts.resume, subjects.map(\.record), to: "resume")
    wakers.ring()
    return zip(subjects, reply.elements ?? []).compactMap { $1.integer == 1 ? $0 : nil }
  }

  public func pauses() async throws(BackendError) -> [Pause] {
    let rows = try await run(RedisCommand("HGETALL", pausesKey), on: commands, to: "read the pauses").elements ?? []
    return stride(from: 0, to: rows.count - 1, by: 2).compactMap { index -> Pause? in
      guard let subject = rows[index].text.flatMap(PauseSubject.init(record:)),
        let since = rows[index + 1].text.flatMap({ Int64($0) })
      else { return nil }
      return Pause(subject, since: Timestamp(microseconds: since))
    }.sorted { $0.subject < $1.subject }
  }

  public func pauseChanges() -> AsyncStream<Void> { wakers.listen([pausesKey]) }
}
