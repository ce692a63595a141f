import Synchronization
import TaskModel
import Tasks
import WorkerThreads

/// A connection whose statements run on a thread of its own, where they may block.
final class SQLiteConnection: DatabaseConnection, PooledConnection {
  private let thread: WorkerThread
  private let confined: Confined
  private let broken: Flag
  /// The file's absolute path, and which it was when it was opened.
  private let file: (path: String, identity: FileIdentity?)
  private let bell: ChangeBell
  private let turns: ConnectionPool<WriteTurn>
  /// While a transaction that may write is open.
  private let turn = Mutex<WriteTurn?>(nil)

  /// Used on the thread only.
  private final class Confined: @unchecked Sendable {
    let session: SQLiteSession
    let path: String
    init(_ session: SQLiteSession) { (self.session, path) = (session, session.path) }
  }

  /// - Parameters:
  ///   - turns: from which each transaction that may write takes one.
  ///   - bell: rung when rows of the outbox were committed.
  init(
    _ place: SQLitePlace, options: SQLiteDatabaseOptions, turns: ConnectionPool<WriteTurn>, bell: ChangeBell
  ) async throws(DatabaseError) {
    let thread: WorkerThread
    do { thread = try WorkerThread(name: "sqlite-database") } catch {
      throw DatabaseError(.unavailable, message: "\(error)", place: place.description)
    }
    let broken = Flag()
    let opened: Result<Confined, DatabaseError> = await withCheckedContinuation { continuation in
      thread.perform {
        continuation.resume(
          returning: Result { () throws(DatabaseError) in
            Confined(try SQLiteSession(place, options: options, broken: broken))
          })
      }
    }
    do { confined = try opened.get() } catch {
      thread.stop()
      throw error
    }
    file = (confined.path, FileIdentity(confined.path))
    (self.thread, self.broken, self.turns, self.bell) = (thread, broken, turns, bell)
  }

  /// Not once its file was moved, deleted or replaced: what it commits would go where nobody looks.
  var isUsable: Bool { !broken.isRaised && (file.path.isEmpty || FileIdentity(file.path) == file.identity) }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    try await performCancellable { session, flag throws(DatabaseError) in try session.run(statement, flag) }
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) {
    // One that has a transaction already is told so, and keeps its turn.
    let mayWait = turn.withLock { $0 == nil }
    if mayWait && !options.isReadOnly { try await takeTurn() }
    do throws(DatabaseError) {
      try await performCancellable { session, flag throws(DatabaseError) in try session.begin(options, flag) }
    } catch {
      if mayWait { await giveTurnBack() }
      throw error
    }
  }

  func commit() async throws(DatabaseError) {
    try await perform { session throws(DatabaseError) in try session.commit() }
    await giveTurnBack()
  }

  func rollback() async {
    _ = await result { session throws(DatabaseError) in session.rollback() }
    await giveTurnBack()
  }

  func reset() async { await rollback() }

  func close() async {
    broken.raise()
    await withCheckedContinuation { continuation in
      thread.perform { [confined] in
        confined.session.close()
        continuation.resume()
      }
    }
    thread.stop()
  }
}

extension SQLiteConnection {
  /// That no turn came in time is what SQLite would say after as long: busy.
  private func takeTurn() async throws(DatabaseError) {
    do throws(DatabaseError) {
      let mine = try await turns.lend()
      turn.withLock { $0 = mine }
    } catch {
      throw error.code == .busy
        ? DatabaseError(
          .conflict, message: "another transaction has been writing all the while", place: error.place)
        : error
    }
  }

  private func giveTurnBack() async {
    let mine = turn.withLock { turn in
      defer { turn = nil }
      return turn
    }
    if let mine { await turns.giveBack(mine) }
  }
}

extension SQLiteConnection {
  private typealias Work<Value> = @Sendable (SQLiteSession) throws(DatabaseError) -> Value

  /// Runs `body` on the thread; when the caller is cancelled meanwhile the flag is raised.
  private func performCancellable<Value: Sendable>(
    _ body: @escaping @Sendable (SQLiteSession, Flag) throws(DatabaseError) -> Value
  ) async throws(DatabaseError) -> Value {
    let flag = Flag()
    return try await withTaskCancellationHandler {
      await result { session throws(DatabaseError) in try body(session, flag) }
    } onCancel: {
      flag.raise()
    }.get()
  }

  private func perform<Value: Sendable>(_ body: @escaping Work<Value>) async throws(DatabaseError) -> Value {
    try await result(body).get()
  }

  private func result<Value: Sendable>(_ body: @escaping Work<Value>) async -> Result<Value, DatabaseError> {
    await withCheckedContinuation { continuation in
      thread.perform { [confined, bell] in
        let session = confined.session
        let (result, hasNews) = session.use {
          (Result { () throws(DatabaseError) in try body(session) }, session.takeOutboxChange())
        }
        continuation.resume(returning: result)
        if hasNews { bell.ring() }
      }
    }
  }
}
