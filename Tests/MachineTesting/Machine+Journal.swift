package import ProcessTesting

extension Machine {
  /// What the journal has for these words, such as `-u`, `tasksd` or `TASK_ID=…`, oldest first.
  package func journal(_ words: String...) async throws -> [JournalEntry] {
    _ = try await run(["journalctl", "--sync"]).checked()
    let text = try await run(["journalctl", "--no-pager", "-o", "json", "--all"] + words).checked()
    return try text.split(separator: "\n").map { try JournalEntry(line: String($0)) }
  }

  /// The journal from its beginning and as it grows, as lines of text (`journalctl -f`): wait with `standardOutput.first`.
  package func followJournal(_ words: String...) async throws -> ChildProcess {
    try await start(["journalctl", "--no-pager", "-f", "-n", "all", "-o", "cat", "--all"] + words)
  }
}
