/// Which tasks must not run any more, over restarts.
public protocol RevocationStore: Sendable {
  /// Remembers these until `expires`.
  func revoke(_ ids: [TaskID], until expires: Timestamp) async throws(BackendError)

  /// All that are revoked and not expired.
  func revocations() async throws(BackendError) -> [TaskID]
}

/// Everything one store offers the daemon.
public typealias Backend = Broker & QueueInspection & DeadLetterStore & ResultStore & TickStore & RevocationStore
  & LimitStore & RelayStore & PauseStore
