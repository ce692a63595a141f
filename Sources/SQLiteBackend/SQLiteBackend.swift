public import TaskModel
import WorkerThreads

/// Everything the daemon keeps, in one SQLite file: messages, results, beat's memory, dead letters, revocations, nodes.
///
/// **Durability.** Calls that wait at the same time share one transaction and one `fdatasync` (group commit). With
/// `synchronous: .full`, the default, whatever an enqueue, settlement, result or tick returned for survives a power cut. A
/// transaction of nothing but claims and leases is not synced: lost in a power cut, it means that the messages are ready
/// again, which is what the cut would have made of them anyway.
///
/// **Several processes** may use one file at once, on one machine (the write-ahead log needs shared memory, so no network
/// file system). A commit of one wakes those of the others that listen.
///
/// **Memory** does not grow with what is stored: two bounded page caches, no copy of any queue.
///
/// Every call throws `BackendError` with `unavailable` once `close` was called.
public final class SQLiteBackend: Sendable {
  let bell = Bell()
  let tokens = TokenSource()
  private let clock: any WallClock
  private let place: String
  private let writer: WriterLoop
  /// Reads beside the writer; nil for a database in memory, which has one connection only.
  private let reader: ReaderLoop?

  /// Opens the file at `path`, creates it when it is not there, and brings it to the present format.
  ///
  /// `:memory:` keeps all in memory until `close`. The directory must exist. Throws `incompatible` for a file that is not
  /// ours or of a newer version, `corrupt`, `readOnly`, `full`, or `unavailable` with what to do.
  public init(path: String, clock: any WallClock, options: SQLiteOptions = SQLiteOptions()) throws(BackendError) {
    self.clock = clock
    place = path
    var opened: ReaderLoop?
    do {
      if let problem = PathProblem(path) { throw problem.error }
      let connection = try Connection(path, role: .writer, options: options)
      if !connection.path.isEmpty {
        opened = try ReaderLoop(Connection(path, role: .reader, options: options), clock: clock)
      }
      reader = opened
      writer = try WriterLoop(connection, reader: opened, bell: bell, clock: clock, options: options)
      let thread = try WorkerThread(name: "sqlite-writer")
      thread.perform { [writer, opened] in
        writer.run()
        // One after the other: of two connections that close at once each may take the other for the one that stays, and
        // neither copies the log back.
        opened?.close()
        thread.stop()
      }
    } catch {
      opened?.close()
      throw BackendError(error, attempted: "open", place: path)
    }
  }

  deinit { stop() }

  /// Finishes the calls that wait, copies the log back and closes the file; blocks until that is done. Later calls throw.
  /// Again: does nothing.
  public func close() {
    stop()
    writer.waitUntilEnded()
    reader?.waitUntilEnded()
  }

  private func stop() {
    writer.close()
    bell.close()
  }
}

extension SQLiteBackend {
  /// Runs `body` in the next transaction; returns when that is committed, and on the disk if `isDurable`.
  func write<Value: Sendable>(
    _ attempted: String, isDurable: Bool = true, _ body: @escaping @Sendable (Session) throws -> Value
  ) async throws(BackendError) -> Value {
    try await withCheckedContinuation { continuation in
      let job = ClosureJob(
        attempted, place: place, isDurable: isDurable, continuation: continuation, body: body)
      if !writer.submit(job) { job.fail(closedError(attempted)) }
    }.get()
  }

  /// Runs `body`, which only reads, beside the writer.
  func read<Value: Sendable>(
    _ attempted: String, _ body: @escaping @Sendable (Session) throws -> Value
  ) async throws(BackendError) -> Value {
    guard let reader else { return try await write(attempted, isDurable: false, body) }
    return try await withCheckedContinuation { continuation in
      let job = ClosureJob(attempted, place: place, isDurable: false, continuation: continuation, body: body)
      if !reader.submit(job) { job.fail(closedError(attempted)) }
    }.get()
  }

  func error(_ code: BackendError.Code, _ attempted: String, _ reason: String) -> BackendError {
    BackendError(code, attempted: attempted, place: place, reason: reason)
  }

  private func closedError(_ attempted: String) -> BackendError {
    error(.unavailable, attempted, "the store was closed")
  }
}
