public import TaskModel

extension SQLiteBackend: PauseStore {
  public func pause(_ subjects: [PauseSubject]) async throws(BackendError) {
    if subjects.isEmpty { return }
    try await write("pause") { session in
      for subject in subjects {
        try session.run(
          "INSERT INTO pauses VALUES (?1, ?2) ON CONFLICT (subject) DO NOTHING", subject.record, session.now)
      }
      session.announce(.pauses)
    }
  }

  @discardableResult
  public func resume(_ subjects: [PauseSubject]) async throws(BackendError) -> [PauseSubject] {
    if subjects.isEmpty { return [] }
    return try await write("resume") { session in
      let resumed = try subjects.filter { try session.run("DELETE FROM pauses WHERE subject = ?1", $0.record) > 0 }
      session.announce(.pauses)
      session.announce(.work)
      return resumed
    }
  }

  public func pauses() async throws(BackendError) -> [Pause] {
    try await read("read the pauses") { session in
      try session.all("SELECT subject, since FROM pauses ORDER BY subject") { row in
        PauseSubject(record: row.text(0)).map { Pause($0, since: Timestamp(microseconds: row.integer(1))) }
      }.compactMap(\.self)
    }
  }

  public func pauseChanges() -> AsyncStream<Void> { bell.listen(to: .pauses) }
}

extension Session {
  /// Whether anything rests at all: what most steps need to know.
  func hasPauses() throws -> Bool { try first("SELECT 1 FROM pauses LIMIT 1", read: { _ in true }) ?? false }

  func isPaused(_ subject: PauseSubject) throws -> Bool {
    try first("SELECT 1 FROM pauses WHERE subject = ?1", subject.record, read: { _ in true }) ?? false
  }
}
