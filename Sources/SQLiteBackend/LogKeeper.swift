import WorkerThreads

/// Keeps the write-ahead log short without making a call wait for the copying.
///
/// A log that has grown to the threshold is copied back into the file by the reading thread, beside the writer. When that is
/// done the writer copies the few pages it wrote meanwhile, after it has answered its callers, and so the next commit starts
/// the log anew. Only when the log has grown to eight times the threshold before the copying is done does the writer wait.
///
/// Used by the writing thread; `isCopied`, which the reading thread sets, belongs to whoever holds the lock.
final class LogKeeper: @unchecked Sendable {
  private let threshold: Int
  private let reader: ReaderLoop
  private let condition = LockedCondition()
  private var isCopying = false
  private var isCopied = false
  /// The length at which the next copying starts: further on when a reader's snapshot held up the last.
  private var next: Int

  init(threshold: Int, reader: ReaderLoop) {
    self.threshold = threshold
    self.reader = reader
    next = threshold
  }

  /// After a commit, with the length of the log in pages; `copyRest` copies what it can on the calling thread.
  func keep(_ pages: Int, copyRest: () -> Void) {
    if isCopying {
      guard isDone(waiting: pages >= 8 * threshold) else { return }
      copyRest()
      isCopying = false
      next = pages + threshold
    } else if pages >= next {
      isCopied = false
      isCopying = reader.copyLog { [self] in markCopied() }
    } else if pages < threshold {
      next = threshold
    }
  }

  private func isDone(waiting mustWait: Bool) -> Bool {
    condition.withLock {
      while mustWait && !isCopied { condition.wait() }
      return isCopied
    }
  }

  private func markCopied() {
    condition.withLock {
      isCopied = true
      condition.signal()
    }
  }
}
