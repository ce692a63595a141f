import GRDBSQLite
import Synchronization

/// Keeps the write-ahead log short without making a call wait for the copying.
///
/// A log that has grown to `options.checkpointPages` is copied back into the file by the reading thread, beside the writer.
/// When that is done the writer copies the few pages it wrote meanwhile, after it has answered its callers, and so the next
/// commit starts the log anew. Belongs to the writing thread, but for `isCopied`.
final class LogKeeper: Sendable {
  private enum Step: Int, AtomicRepresentable { case waiting, copying, copied }

  private let threshold: Int
  private let step = Atomic<Step>(.waiting)
  /// The length from which the next copying starts: further on when a reader's snapshot held up the last.
  private let next: Atomic<Int>
  private let reader: ReaderLoop?

  init(threshold: Int, reader: ReaderLoop?) {
    self.threshold = threshold
    self.reader = reader
    next = Atomic(threshold)
  }

  /// After a commit, with the length of the log in pages; `copyRest` copies what it can on the calling thread.
  func keep(_ pages: Int, copyRest: () -> Void) {
    switch step.load(ordering: .acquiring) {
    case .waiting where pages >= next.load(ordering: .relaxed):
      step.store(.copying, ordering: .relaxed)
      reader?.copyLog { [self] in step.store(.copied, ordering: .releasing) }
    case .waiting where pages < threshold:
      next.store(threshold, ordering: .relaxed)
    case .copied:
      copyRest()
      next.store(pages + threshold, ordering: .relaxed)
      step.store(.waiting, ordering: .relaxed)
    default:
      break
    }
  }
}
