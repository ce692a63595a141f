#if DEBUG
  import Glibc
  import Synchronization

  /// The steps of a transactional task at which a test may kill the daemon: `TASKSD_FAULT=commit.after`, or `commit.after:3`
  /// for the third time it gets there. Only in debug builds.
  enum FaultPoint: String, CaseIterable {
    /// Around taking messages from the broker; those that found some only.
    case claimBefore = "claim.before"
    case claimAfter = "claim.after"
    /// Around the beginning of a transaction.
    case beginBefore = "begin.before"
    case beginAfter = "begin.after"
    /// Around noting in the inbox that the task is being done.
    case inboxBefore = "inbox.before"
    case inboxAfter = "inbox.after"
    /// Around a statement of the task's own.
    case bodyBefore = "body.before"
    case bodyAfter = "body.after"
    /// Around writing what was sent.
    case outboxBefore = "outbox.before"
    case outboxAfter = "outbox.after"
    /// Around keeping the result in the inbox.
    case recordBefore = "record.before"
    case recordAfter = "record.after"
    case commitBefore = "commit.before"
    case commitAfter = "commit.after"
    case settleBefore = "settle.before"
    case settleAfter = "settle.after"
    /// Around the relay's look at the outbox; where it found something.
    case readAfter = "read.after"
    case relayBefore = "relay.before"
    case relayAfter = "relay.after"
    case deleteBefore = "delete.before"
    case deleteAfter = "delete.after"
    case confirmBefore = "confirm.before"
    case confirmAfter = "confirm.after"
  }

  /// Where and when this process is to be killed.
  final class FaultPlan: Sendable {
    private let point: FaultPoint
    private let left: Mutex<Int>

    /// Nil where nothing is planned.
    init?(_ text: String?) {
      guard let parts = text?.split(separator: ":"), let name = parts.first,
        let point = FaultPoint(rawValue: String(name))
      else { return nil }
      self.point = point
      left = Mutex(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }

    func pass(_ point: FaultPoint) {
      guard point == self.point else { return }
      let isNow = left.withLock { left in
        left -= 1
        return left == 0
      }
      if isNow { raise(SIGKILL) }
    }
  }
#endif
