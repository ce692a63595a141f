import GRDBSQLite
import Synchronization
import TaskModel

/// The one thread that writes: takes everything that waits, runs it in one transaction, commits once, answers all.
///
/// While a commit waits for the disk the next calls gather, so groups grow with the load, and an idle store adds no delay.
/// State: `pending` is shared; everything else belongs to the thread that runs `run`.
final class WriterLoop: @unchecked Sendable {
  private struct Pending {
    var jobs: [any StoreJob] = []
    var isAsleep = false
    var isClosed = false
  }

  /// More calls than this wait for the next transaction, so that no answer waits for a very long one.
  private static let groupLimit = 1000

  private let connection: Connection
  private let doorbell: Doorbell
  private let bell: Bell
  private let clock: any WallClock
  private let options: SQLiteOptions
  /// Nil for a database in memory.
  private let log: LogKeeper?
  private let pending = Mutex(Pending())
  private let ended = Latch()
  private var syncsCommits = true
  private var dataVersion: Int64?
  /// The latest moment at which anything became ready: a clock that is set back does not let the young overtake the old.
  private var latestArrival = Timestamp.distantPast

  init(
    _ connection: Connection, reader: ReaderLoop?, bell: Bell, clock: any WallClock, options: SQLiteOptions
  ) throws {
    self.connection = connection
    self.bell = bell
    self.clock = clock
    self.options = options
    log = reader.map { LogKeeper(threshold: options.checkpointPages, reader: $0) }
    doorbell = try Doorbell(watching: connection.path)
    syncsCommits = options.synchronous == .full
    connection.use(now: clock.now) { noticeOthers($0) }
  }

  /// False when the loop is closed: the job was not taken.
  func submit(_ job: any StoreJob) -> Bool {
    let (isTaken, mustWake) = pending.withLock { pending in
      if pending.isClosed { return (false, false) }
      pending.jobs.append(job)
      defer { pending.isAsleep = false }
      return (true, pending.isAsleep)
    }
    if mustWake { doorbell.ring() }
    return isTaken
  }

  /// Takes no more; the thread ends when it has done what was asked for.
  func close() {
    pending.withLock { pending in
      pending.isClosed = true
      pending.isAsleep = false
    }
    doorbell.ring()
  }

  /// The body of the thread.
  func run() {
    while let jobs = next() {
      var rest = jobs[...]
      while !rest.isEmpty {
        commit(rest.prefix(Self.groupLimit))
        rest = rest.dropFirst(Self.groupLimit)
      }
    }
    connection.close()
    ended.open()
  }

  /// Blocks until the thread is done after `close`.
  func waitUntilEnded() { ended.wait() }

  /// What waits now, or what comes after a sleep; nil when closed and done.
  private func next() -> [any StoreJob]? {
    while true {
      let (jobs, isClosed) = pending.withLock { pending in
        defer { pending.jobs = [] }
        return (pending.jobs, pending.isClosed)
      }
      if !jobs.isEmpty { return jobs }
      if isClosed { return nil }
      doorbell.silence()
      connection.use(now: clock.now) { noticeOthers($0) }
      let maySleep = pending.withLock { pending in
        pending.isAsleep = pending.jobs.isEmpty && !pending.isClosed
        return pending.isAsleep
      }
      if maySleep { doorbell.wait() }
    }
  }

  /// Rings for commits of other processes since the last look. The number does not change with commits of one's own
  /// (https://www.sqlite.org/pragma.html#pragma_data_version).
  private func noticeOthers(_ session: Session) {
    guard let version = try? session.first("PRAGMA data_version", read: { $0.integer(0) }) else { return }
    if let dataVersion, dataVersion != version { bell.ringAll() }
    dataVersion = version
  }

  /// One transaction for all; when anything fails in it, one for each.
  private func commit(_ jobs: ArraySlice<any StoreJob>) {
    do {
      let announcements = try transaction(jobs)
      if !announcements.isEmpty { try doorbell.touch() }
      // Whoever waits for work has the longer way to go: rung first.
      bell.ring(announcements)
      for job in jobs { job.succeed() }
      log?.keep(connection.logPages) { connection.copyLog() }
    } catch let error as BeginFailure {
      for job in jobs { job.fail(error.cause) }
    } catch  where jobs.count > 1 {
      for index in jobs.indices { commit(jobs[index...index]) }
    } catch {
      for job in jobs { job.fail(error) }
    }
  }

  /// The transaction did not even begin: trying each job alone would fail alike, and take as long each.
  private struct BeginFailure: Error { let cause: any Error }

  private func transaction(_ jobs: ArraySlice<any StoreJob>) throws -> Set<Topic> {
    let now = clock.now
    latestArrival = max(latestArrival, now)
    return try connection.use(now: now, arrival: latestArrival) { session in
      try begin(session, isDurable: jobs.contains(where: \.isDurable))
      do {
        for job in jobs { try job.attempt(session) }
        try session.run("COMMIT")
      } catch {
        // A full disk may have rolled back already.
        if sqlite3_get_autocommit(session.statements.connection) == 0 { _ = try? session.run("ROLLBACK") }
        throw error
      }
      return session.announcements
    }
  }

  private func begin(_ session: Session, isDurable: Bool) throws(BeginFailure) {
    do {
      try doorbell.checkFile()
      try setSync(isDurable, session)
      try session.run("BEGIN IMMEDIATE")
    } catch {
      throw BeginFailure(cause: error)
    }
    noticeOthers(session)
  }

  /// Claims and leases need not be on the disk: lost in a power cut, they only mean that nobody holds the message.
  /// A later synced commit takes them along, since the log is synced as a whole.
  private func setSync(_ isWanted: Bool, _ session: Session) throws(SQLiteFailure) {
    let isWanted = isWanted && options.synchronous == .full
    if isWanted == syncsCommits { return }
    let sql = isWanted ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"
    guard sqlite3_exec(session.statements.connection, sql, nil, nil, nil) == SQLITE_OK else {
      throw SQLiteFailure(of: session.statements.connection)
    }
    syncsCommits = isWanted
  }
}
