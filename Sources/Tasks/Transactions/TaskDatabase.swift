import TaskModel

/// A database together with how what is sent in its transactions is addressed: by a run, or by a queue's settings.
public struct TaskDatabase: Sendable {
  public let database: any Database
  private let messages: MessageFactory
  private let note: @Sendable (RunNote) -> Void
  private let noteChild: @Sendable (JSONValue) -> Void

  /// - Parameter queue: whose routes and defaults hold for what is sent.
  public init(_ database: any Database, queue: TaskQueue) {
    self.init(database, messages: queue.messages)
  }

  /// What is sent goes where its type says, and otherwise where the relay's configuration says.
  public init(_ database: any Database) {
    self.init(database, messages: MessageFactory(clock: database.clock))
  }

  package init(
    _ database: any Database, messages: MessageFactory, note: @escaping @Sendable (RunNote) -> Void = { _ in },
    noteChild: @escaping @Sendable (JSONValue) -> Void = { _ in }
  ) {
    self.database = database
    self.messages = messages
    self.note = note
    self.noteChild = noteChild
  }

  /// Runs `body` in one transaction and commits it; see ``Database/transaction(_:isolation:_:)``.
  @discardableResult
  public func transaction<Result: Sendable>(
    _ options: TransactionOptions = TransactionOptions(), isolation: isolated (any Actor)? = #isolation,
    _ body: (any DatabaseTransaction) async throws -> Result
  ) async throws -> Result {
    let runner = TransactionRunner(
      database: database, messages: messages, options: options, note: note, noteChild: noteChild)
    return try await runner.run(isolation: isolation) { transaction in try await body(transaction) }
  }

  /// Begins a transaction that the caller ends. One that a task leaves open is rolled back when its run is over, with a
  /// warning.
  public func begin(_ options: TransactionOptions = TransactionOptions()) async throws -> OpenTransaction {
    let runner = TransactionRunner(database: database, messages: messages, options: options)
    let transaction = try await runner.begin()
    LeakWatch.current?.watch(transaction)
    return transaction
  }
}
