import Tasks
import WorkerThreads

/// A connection on a thread of its own, which may block.
actor PostgresSession {
  private let thread: WorkerThread
  private let executor: ThreadActorExecutor
  private let address: PostgresAddress
  private let health: ConnectionHealth
  private var link: PostgresLink?
  private var cache: StatementCache
  /// The first statement that failed since the transaction began, or since the savepoint that was gone back to.
  private var failure: DatabaseError?

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(to address: PostgresAddress, health: ConnectionHealth, statements: Int) throws(DatabaseError) {
    self.address = address
    self.health = health
    cache = StatementCache(limit: statements)
    do {
      thread = try WorkerThread(name: "postgres")
    } catch {
      throw DatabaseError(.unavailable, message: "\(error)", place: address.place)
    }
    executor = ThreadActorExecutor(thread)
  }

  deinit { thread.stop() }

  func open(_ library: LibPQ) throws(DatabaseError) {
    let link = try PostgresLink(to: address, library: library)
    self.link = link
    // Dates are read as ISO 8601; this is the default, so that it is usually not asked for.
    if link.setting("DateStyle")?.hasPrefix("ISO") != true { try perform("SET datestyle = ISO") }
    health.opened(link.descriptor)
  }

  func run(_ statement: SQL, _ query: Query) throws(DatabaseError) -> SQLResult {
    let text = statement.text(for: .postgresql)
    if query.isUnwanted { throw DatabaseError(.cancelled, message: "cancelled", statement: text, place: address.place) }
    if let word = TransactionWord.first(in: text) {
      throw refusal("\(word) is not for a statement: use begin, commit, rollback", text)
    }
    let values = try BoundValues(statement.values, statement: text, place: address.place)
    let result = try noting { () throws(DatabaseError) in try self.execute(text, values, query) }
    if result.status == .emptyQuery { throw refusal("there is no statement in it", text) }
    return result.content
  }

  private func refusal(_ message: String, _ statement: String) -> DatabaseError {
    DatabaseError(.statement, message: message, statement: statement, place: address.place)
  }

  private func execute(_ text: String, _ values: BoundValues, _ query: Query) throws(DatabaseError) -> PostgresResult {
    let link = try cleanLink
    let key = StatementCache.Key(text: text, types: values.types)
    switch link.transactionStatus == .failed ? .unprepared : cache.plan(for: key) {
    case .unprepared: return try link.run(text, values, watching: query)
    case .preparing(let name):
      try link.prepare(text, types: values.types, as: name, watching: query)
      cache.confirm(key, as: name)
      return try link.run(prepared: name, text, values, watching: query)
    case .prepared(let name):
      do throws(DatabaseError) { return try link.run(prepared: name, text, values, watching: query) } catch {
        guard SQLState.isStalePlan(error.state) else { throw error }
        return try afterStalePlan(error, text, values, on: link, query)
      }
    }
  }

  /// What was prepared is gone, or the tables it is about have changed.
  private func afterStalePlan(
    _ error: DatabaseError, _ text: String, _ values: BoundValues, on link: PostgresLink, _ query: Query
  ) throws(DatabaseError) -> PostgresResult {
    cache.removeAll()
    // In a transaction nothing more can be done; as a conflict it is run again as a whole.
    guard link.transactionStatus == .idle else { throw error.asConflict }
    return try link.run(text, values, watching: query)
  }

  func begin(_ options: TransactionOptions) throws(DatabaseError) {
    failure = nil
    _ = try cleanLink
    let access = options.isReadOnly ? " READ ONLY" : ""
    try perform("BEGIN ISOLATION LEVEL \(options.isolationLevel.rawValue)\(access)")
  }

  func commit() throws(DatabaseError) {
    let cause = failure
    let answer = try perform("COMMIT")
    // What PostgreSQL answers to the COMMIT of a transaction in which a statement failed.
    guard answer == "COMMIT" else { throw notCommitted(because: cause) }
  }

  func rollback() {
    guard let link, link.transactionStatus != .idle else { return }
    do throws(DatabaseError) { try perform("ROLLBACK") } catch { close() }
    failure = nil
  }

  func close() {
    health.closed()
    link = nil
  }

  /// Runs a statement of ours; returns the server's word for what it did.
  @discardableResult
  private func perform(_ text: String) throws(DatabaseError) -> String {
    let values = try BoundValues([], statement: text, place: address.place)
    return try noting { () throws(DatabaseError) in try self.openLink.run(text, values, watching: nil).command }
  }

  private var openLink: PostgresLink {
    get throws(DatabaseError) {
      guard let link else {
        throw DatabaseError(.unavailable, message: "the connection was closed", place: address.place)
      }
      return link
    }
  }

  /// Without what was prepared on it and will not be used again; that is not dropped in a transaction.
  private var cleanLink: PostgresLink {
    get throws(DatabaseError) {
      let link = try openLink
      if link.transactionStatus == .idle { for statement in cache.takeCleanup() { try perform(statement) } }
      return link
    }
  }

  private func noting<Result>(_ body: () throws(DatabaseError) -> Result) throws(DatabaseError) -> Result {
    do throws(DatabaseError) {
      let result = try body()
      // A savepoint was gone back to: what failed behind it is undone.
      if failure != nil, let link, link.transactionStatus != .failed { failure = nil }
      return result
    } catch {
      failure = failure ?? error
      guard let link, link.isBroken else { throw error }
      close()
      throw link.isSpoiled ? error : error.becauseLost
    }
  }

  private func notCommitted(because failure: DatabaseError?) -> DatabaseError {
    DatabaseError(
      failure?.code ?? .statement, state: failure?.state ?? "25P02",
      message: "not committed, since a statement failed before" + (failure.map { ": \($0.message)" } ?? ""),
      detail: failure?.detail, statement: failure?.statement, place: address.place)
  }
}
