import TaskModel
import Tasks
import WorkerThreads

/// A connection whose statements run on a thread of its own, where they may block.
final class SQLiteConnection: DatabaseConnection, PooledConnection {
  private let thread: WorkerThread
  private let confined: Confined
  private let broken: Flag
  private let bell: ChangeBell

  /// Used on the thread only.
  private final class Confined: @unchecked Sendable {
    let session: SQLiteSession
    init(_ session: SQLiteSession) { self.session = session }
  }

  /// - Parameter bell: rung when rows of the outbox were committed.
  init(
    _ place: SQLitePlace, options: SQLiteDatabaseOptions, bell: ChangeBell
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
    (self.thread, self.broken, self.bell) = (thread, broken, bell)
  }

  var isUsable: Bool { !broken.isRaised }

  func run(_ statement: SQL) async throws(DatabaseError) -> SQLResult {
    try await performCancellable { session, flag throws(DatabaseError) in try session.run(statement, flag) }
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseError) {
    try await performCancellable { session, flag throws(DatabaseError) in try session.begin(options, flag) }
  }

  func commit() async throws(DatabaseError) {
    try await perform { session throws(DatabaseError) in try session.commit() }
  }

  func rollback() async {
    _ = await result { session throws(DatabaseError) in session.rollback() }
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
