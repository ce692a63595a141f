public import TaskModel

extension RedisBackend: RevocationStore {
  public func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError) {
    if ids.isEmpty { return }
    let arguments = [nowText, String(expires.microseconds)] + ids.map(\.rawValue)
    _ = try await run(scripts.revoke, arguments, to: "revoke")
  }

  public func revocations() async throws(BackendError) -> [TaskID] {
    let command = RedisCommand("ZRANGEBYSCORE", options.keyPrefix + "tasksd:revoked", "(" + nowText, "+inf")
    let reply = try await run(command, on: commands, to: "list revocations")
    return (reply.elements ?? []).compactMap { $0.text.map { TaskID($0) } }
  }
}
