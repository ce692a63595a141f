import Synchronization
import TaskModel
import WorkerThreads

/// The thread that reads, so that looking into a long queue holds up no one's claim.
final class ReaderLoop: Sendable {
  private let thread: WorkerThread
  private let isClosed = Mutex(false)
  private let confined: Confined
  private let ended = Latch()

  /// The connection and its clock, used on the thread only.
  private final class Confined: @unchecked Sendable {
    let connection: Connection
    let clock: any WallClock

    init(_ connection: Connection, _ clock: any WallClock) {
      self.connection = connection
      self.clock = clock
    }

    /// One snapshot for everything the job reads.
    func run(_ job: any StoreJob) {
      do {
        try connection.use(now: clock.now) { session in
          try session.run("BEGIN")
          defer { _ = try? session.run("COMMIT") }
          try job.attempt(session)
        }
        job.succeed()
      } catch {
        job.fail(error)
      }
    }
  }

  init(_ connection: Connection, clock: any WallClock) throws(ThreadError) {
    confined = Confined(connection, clock)
    thread = try WorkerThread(name: "sqlite-reader")
  }

  /// False when the loop is closed: the job was not taken.
  func submit(_ job: any StoreJob) -> Bool {
    isClosed.withLock { isClosed in
      if !isClosed { thread.perform { [confined] in confined.run(job) } }
      return !isClosed
    }
  }

  /// Copies the write-ahead log back into the file, then calls `done` on this thread. False when the loop is closed: `done`
  /// is not called.
  func copyLog(done: @escaping @Sendable () -> Void) -> Bool {
    isClosed.withLock { isClosed in
      if isClosed { return false }
      thread.perform { [confined] in
        confined.connection.copyLog()
        done()
      }
      return true
    }
  }

  func close() {
    isClosed.withLock { isClosed in
      if isClosed { return }
      isClosed = true
      thread.perform { [confined, ended] in
        confined.connection.close()
        ended.open()
      }
      thread.stop()
    }
  }

  /// Blocks until the thread is done after `close`.
  func waitUntilEnded() { ended.wait() }
}
