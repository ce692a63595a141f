import Glibc
import Synchronization
import Tasks
import WorkerThreads

/// The thread that hears when any program commits rows into the outbox, and rings.
///
/// A commit of another process shows as a change of the write-ahead log, which inotify reports: a little too early, since
/// the log is written, then synced, and only then is the transaction seen. No event tells of that moment, so after a change
/// of the log the watcher looks again, in growing pauses, until it sees one, or gives up: the transaction was rolled back, or
/// has only spilled into the log, and will change it once more.
///
/// Where the file cannot be opened or watched it tries again after a pause, and rings each time.
final class OutboxWatcher: Sendable {
  /// In milliseconds. All pauses up to the longest are about as long as it: two seconds of looking.
  private static let longestPause: Int32 = 1000
  private static let retryPause: Int32 = 5000

  private let place: SQLitePlace
  private let options: SQLiteDatabaseOptions
  private let bell: ChangeBell
  private let isClosed = Flag()
  /// What the thread sleeps on while there is no file to watch.
  private let idle: ThreadBell
  /// What it sleeps on while there is one.
  private let watching = Mutex<ThreadBell?>(nil)

  init(_ place: SQLitePlace, options: SQLiteDatabaseOptions, bell: ChangeBell) throws {
    (self.place, self.options, self.bell) = (place, options, bell)
    idle = try ThreadBell()
    let thread = try WorkerThread(name: "outbox-watch")
    thread.perform { [self] in
      run()
      thread.stop()
    }
  }

  /// Lets the thread end.
  func close() {
    isClosed.raise()
    idle.ring()
    watching.withLock { $0 }?.ring()
  }

  private func run() {
    while !isClosed.isRaised {
      if let session = try? SQLiteSession(place, options: options, broken: Flag()) {
        if let log = OutboxLog(session) { watch(log) }
        session.close()
      }
      bell.ring()
      _ = idle.silence()
      if !isClosed.isRaised { idle.wait(milliseconds: Self.retryPause) }
    }
  }

  /// Until the file is gone, or nobody wants to know any more.
  private func watch(_ log: OutboxLog) {
    watching.withLock { $0 = log.changes }
    defer { watching.withLock { $0 = nil } }
    // What came before there was a watch.
    bell.ring()
    var pause = Self.longestPause + 1
    while !isClosed.isRaised {
      log.changes.wait(milliseconds: pause > Self.longestPause ? -1 : pause)
      pause = log.changes.silence() ? 1 : pause * 2
      guard let hasNews = log.look() else { return }
      if hasNews { bell.ring() }
    }
  }
}
