public import TaskModel

extension SQLiteBackend: RevocationStore {
  public func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
    try await write("revoke") { session in
      try session.run("DELETE FROM revocations WHERE expires <= ?1", session.now)
      for id in ids {
        try session.run(
          """
          INSERT INTO revocations (task, expires) VALUES (?1, ?2)
          ON CONFLICT (task) DO UPDATE SET expires = excluded.expires
          """, id.rawValue, expires)
      }
    }
  }

  public func revocations() async throws(BackendError) -> [TaskID] {
    try await read("read the revocations") { session in
      try session.all(
        "SELECT task FROM revocations WHERE expires > ?1", session.now, read: { TaskID($0.text(0)) })
    }
  }
}
