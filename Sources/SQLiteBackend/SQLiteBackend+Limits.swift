public import TaskModel

extension SQLiteBackend: LimitStore {
  /// Not synced, as claims are not: lost in a power cut, it only means that the task asks again with its next delivery.
  public func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission {
    try await write("admit a task", isDurable: false) { session in try session.admit(request) }
  }
}

extension Session {
  fileprivate func admit(_ request: AdmissionRequest) throws -> Admission {
    let task = TaskKey(request.task)
    if let claim = request.unique, let holder = try holder(of: claim.key, besides: task) {
      return .duplicate(of: holder)
    }
    if let concurrency = request.concurrency, try !isPlaceFree(concurrency, for: task) { return .full }
    if let rate = request.rate, let moment = try takeToken(of: rate) { return .notBefore(moment) }
    if let claim = request.unique, claim.end != .start { try hold(claim, for: task, eta: nil) }
    if let concurrency = request.concurrency {
      try takePlace(concurrency.key, for: task, node: ensureNode(request.node))
    }
    return .granted
  }
}
