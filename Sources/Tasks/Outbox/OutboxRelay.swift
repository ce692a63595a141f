import Synchronization
public import TaskModel

/// Brings what was sent in committed transactions to its queues: reads the rows of a database's outbox in order, hands them to
/// the store, deletes them, and confirms. Killed anywhere in between, it or another brings the same rows again, and the
/// store leaves out what it has accepted before: nothing is lost, nothing is doubled.
///
/// The daemon runs one for its `database_url`. A web process may run one, too, so that what it sends leaves at once:
///
/// ```swift
/// let relay = try OutboxRelay(database: database, queue: queue)
/// await relay.run()
/// ```
/// Any number of relays may serve one database. It wakes when rows are committed, and looks every ten seconds unasked.
/// While the database or the store is away it tries again; that is reported once at the loss and once at the return.
public final class OutboxRelay: Sendable {
  private let database: any Database
  private let store: any RelayStore
  private let route: @Sendable (TaskName) -> QueueName?
  private let timer: any WallClock
  private let options: OutboxRelayOptions
  private let health: OutboxHealth

  /// - Parameters:
  ///   - store: where the messages go.
  ///   - route: where a row goes that names no queue; nil leaves it to the standard queue.
  ///   - timer: by which pauses are measured; the database's clock where none is given.
  ///   - report: told of what happens; must not block.
  public init(
    database: any Database, store: any RelayStore, route: @escaping @Sendable (TaskName) -> QueueName? = { _ in nil },
    options: OutboxRelayOptions = OutboxRelayOptions(), timer: (any WallClock)? = nil,
    report: @escaping @Sendable (OutboxEvent) -> Void = { _ in }
  ) {
    self.database = database
    self.store = store
    self.route = route
    self.options = options
    self.timer = timer ?? database.clock
    health = OutboxHealth(timer: self.timer, report: report)
  }

  /// A relay to the broker of a queue, by the queue's routes.
  ///
  /// - Throws: ``SendError`` with code `invalidOptions` where that broker takes nothing from an outbox; those of this project do.
  public convenience init(
    database: any Database, queue: TaskQueue, options: OutboxRelayOptions = OutboxRelayOptions(),
    timer: (any WallClock)? = nil, report: @escaping @Sendable (OutboxEvent) -> Void = { _ in }
  ) throws(SendError) {
    guard let store = queue.relayStore else {
      throw SendError(.invalidOptions, "the queue's broker takes nothing from an outbox: it is no RelayStore")
    }
    let messages = queue.messages
    self.init(
      database: database, store: store, route: { messages.routes[$0]?.queue ?? messages.defaultQueue },
      options: options, timer: timer, report: report)
  }

  /// Where its outbox is, without secrets.
  public var place: String { database.place }

  /// What it knows of its outbox.
  public var standing: OutboxStanding { health.standing }

  /// Until it is cancelled.
  public func run() async {
    let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    // Listens first: what is committed from now on rings.
    let changes = database.outboxChanges()
    bell.yield()
    await withTaskGroup { group in
      group.addTask { for await _ in changes { bell.yield() } }
      group.addTask { [self] in await sweep(ringing: bell) }
      for await _ in rings { await emptyOutbox() }
      group.cancelAll()
    }
  }

  /// Brings all that waits; returns when there is no more, or when it is cancelled.
  private func emptyOutbox() async {
    var pauses = Backoff(longest: .seconds(2))
    while !Task.isCancelled {
      do throws(RelayFailure) {
        if try await relayBatch() < options.batch { return }
        pauses.reset()
      } catch {
        if Task.isCancelled { return }
        health.failed(error)
        try? await timer.sleep(until: timer.now + pauses.next())
      }
    }
  }

  /// Brings all that waits, whatever comes of it: for those who hold the reins themselves, as a test does.
  package func relayAll() async throws(RelayFailure) {
    while try await relayBatch() == options.batch {}
  }

  /// Returns how many rows there were.
  package func relayBatch() async throws(RelayFailure) -> Int {
    let readAt = database.clock.now
    let result = try await ask(OutboxStatements.first(options.batch))
    let rows = result.rows.map { SQLRow(columns: result.columns, values: $0, place: database.place) }
    var good: [Ready] = []
    for row in rows {
      do {
        let stored = try StoredOutboxRow(row)
        good.append(Ready(number: stored.number, row: try stored.row(route: route)))
      } catch {
        try await setAside(row, because: "\(error)")
      }
    }
    // A process that was suspended meanwhile holds rows that another may have brought, so long ago that no store knows it.
    guard database.clock.now - readAt < RelayMemory.confirmed / 2 else { return try await relayBatch() }
    try await bringUndisturbed(good)
    if rows.count < options.batch { health.isEmpty() }
    return rows.count
  }

  /// A row that can be sent.
  private struct Ready {
    let number: Int64
    let row: OutboxRow
  }

  /// Also when the relay is cancelled meanwhile: what was begun is brought to its end.
  private func bringUndisturbed(_ rows: [Ready]) async throws(RelayFailure) {
    if rows.isEmpty { return }
    let work = Task { () async -> Result<Void, RelayFailure> in
      do throws(RelayFailure) { return .success(try await bring(rows[...])) } catch { return .failure(error) }
    }
    try await work.value.get()
  }

  private func bring(_ rows: ArraySlice<Ready>) async throws(RelayFailure) {
    if rows.isEmpty { return }
    do throws(BackendError) {
      let refused = try await store.relay(rows.map(\.row.message), chords: rows.flatMap(\.row.chords))
      health.storeAnswered(relayed: rows.count - refused.count, refused: refused)
    } catch {
      guard error.code == .refused else { throw .store(error) }
      return try await bringApart(rows, error)
    }
    _ = try await ask(OutboxStatements.delete(rows.map(\.number)))
    // What stays unconfirmed is known for longer than it needs to be, and that is all.
    try? await store.confirmRelayed(rows.map(\.row.message.id))
  }

  /// One among them is refused for good; the others must not suffer for it.
  private func bringApart(_ rows: ArraySlice<Ready>, _ error: BackendError) async throws(RelayFailure) {
    guard let first = rows.first else { return }
    if rows.count == 1 {
      return try await setAside(first.number, task: first.row.message.task.rawValue, because: error.description)
    }
    let middle = rows.startIndex + rows.count / 2
    try await bring(rows[..<middle])
    try await bring(rows[middle...])
  }

  private func setAside(_ row: SQLRow, because problem: String) async throws(RelayFailure) {
    guard case .integer(let number) = row["number"] else { return }
    try await setAside(number, task: (try? row.find("task")) ?? "", because: problem)
  }

  private func setAside(_ number: Int64, task: String, because problem: String) async throws(RelayFailure) {
    _ = try await ask(OutboxStatements.setAside(number, problem: problem))
    health.setAside(number, task: task, problem: problem)
  }

  private func ask(_ statement: SQL) async throws(RelayFailure) -> SQLResult {
    do throws(DatabaseError) {
      let connection = try await database.lend()
      do throws(DatabaseError) {
        let result = try await connection.run(statement)
        await database.giveBack(connection)
        health.databaseAnswered()
        return result
      } catch {
        await database.giveBack(connection)
        throw error
      }
    } catch { throw .database(error) }
  }
}

/// What is done now and then.
extension OutboxRelay {
  private static let cleaningInterval = Duration.hours(1)
  private static let cleanedAtOnce = 5000

  private func sweep(ringing bell: AsyncStream<Void>.Continuation) async {
    var nextCleaning = timer.now
    while !Task.isCancelled {
      await survey()
      if timer.now >= nextCleaning {
        await cleanInbox()
        nextCleaning = timer.now + Self.cleaningInterval
      }
      do { try await timer.sleep(until: timer.now + options.sweepInterval) } catch { return }
      bell.yield()
    }
  }

  private func survey() async {
    do throws(RelayFailure) {
      let result = try await ask(OutboxStatements.standing)
      guard let values = result.rows.first else { return }
      let row = SQLRow(columns: result.columns, values: values, place: database.place)
      health.surveyed(
        waiting: (try? row.get("waiting")) ?? 0, setAside: (try? row.get("set_aside")) ?? 0,
        oldest: try? row.find("oldest"))
    } catch {
      if !Task.isCancelled { health.failed(error) }
    }
  }

  /// In slices, so that no other statement waits long. Where it fails, the next hour is soon enough.
  private func cleanInbox() async {
    guard let lifetime = options.inboxLifetime else { return }
    var cleaned = 0
    while !Task.isCancelled {
      let statement = InboxStatements.forget(before: database.clock.now - lifetime, limit: Self.cleanedAtOnce)
      guard let count = try? await ask(statement).affectedRows else { break }
      cleaned += count
      if count < Self.cleanedAtOnce { break }
    }
    if cleaned > 0 { health.cleaned(cleaned) }
  }
}
