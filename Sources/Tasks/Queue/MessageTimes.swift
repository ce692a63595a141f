import TaskModel

/// From when and until when a message may be run.
struct MessageTimes {
  let eta: Timestamp?
  let expires: Timestamp?

  /// What the sender says counts from now, as with Celery; the task's own time to live counts from when it is due, so that
  /// a long countdown does not kill it. A task that would expire before it is due is refused.
  init(_ options: SendOptions, own: TaskOptions, now: Timestamp) throws(SendError) {
    try Self.check(options)
    let eta = options.eta ?? options.countdown.flatMap { $0 > .zero ? now + $0 : nil }
    let due = max(eta ?? now, now)
    let said = options.expiresAt ?? options.expires.map { now + $0 }
    if let said, said <= due {
      throw SendError(.invalidOptions, "it would expire at \(said), before it is due at \(due), and never run")
    }
    self.eta = eta
    expires = said ?? own.expires.map { due + $0 }
  }

  /// Throws what contradicts itself, whenever it is sent.
  static func check(_ options: SendOptions) throws(SendError) {
    if options.countdown != nil && options.eta != nil {
      throw SendError(.invalidOptions, "countdown and eta are both given; one of them says when")
    }
    if options.expires != nil && options.expiresAt != nil {
      throw SendError(.invalidOptions, "expires and expiresAt are both given; one of them says until when")
    }
    if let expires = options.expires, expires <= max(options.countdown ?? .zero, .zero) {
      throw SendError(.invalidOptions, "it would expire after \(expires), before it is due, and never run")
    }
  }
}
