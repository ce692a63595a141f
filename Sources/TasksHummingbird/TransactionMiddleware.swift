public import Hummingbird
import Logging
import TaskModel
public import Tasks

/// One transaction per request, on the routes it is put on: committed when the handler returns, rolled back when it throws.
///
/// ```swift
/// let orders = router.group("orders").add(middleware: TransactionMiddleware(database: database))
/// orders.post { request, context in
///   let order = try await request.decode(as: Order.self, context: context)
///   try await order.save(in: context.requireTransaction())
///   return HTTPResponse.Status.created
/// }
/// ```
/// - It is committed before the first byte of the response leaves. What the handler sent leaves with the commit, or not at
///   all; the response does not wait for the queue.
/// - When it meets another transaction, the handler is run once more with the same request: its body is read once, up to
///   the context's `maxUploadSize` (beyond: 413), and given again. Keep what cannot be undone out of the handler: send a task.
/// - A response body that is written piece by piece is written after the commit. One that still uses the transaction ends in
///   the error `the transaction is over`: read what it needs in the handler.
/// - Errors pass through. A commit that fails is a 500; a database that is away or busy, and conflicts in all attempts, are a
///   503 (``DatabaseUnavailable``).
/// - Middleware that turns errors into responses goes outside of this one. Inside it would make a failed request look like one
///   that went well; conflicts are replayed even then.
/// - On a route that has a transaction already it does nothing: put on a group and on one of its routes, there is one.
///
/// What reads only can have its own group, with `TransactionOptions(isReadOnly: true)`, or no transaction at all.
public struct TransactionMiddleware<Context: TransactionContext>: RouterMiddleware {
  private let database: any Database
  private let messages: MessageFactory
  private let options: TransactionOptions
  private let rule: RollbackRule

  /// - Parameters:
  ///   - queue: whose routes and defaults hold for what handlers send; without it those of the daemon that relays.
  ///   - rollBackOn: which responses roll back though nothing was thrown.
  public init(
    database: any Database, queue: TaskQueue? = nil, options: TransactionOptions = TransactionOptions(),
    rollBackOn rule: RollbackRule = .never
  ) {
    self.database = database
    messages = queue?.messages ?? MessageFactory(clock: database.clock)
    self.options = options
    self.rule = rule
  }

  public func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    if context.transaction != nil { return try await next(request, context) }
    var request = request
    _ = try await request.collectBody(upTo: context.maxUploadSize)
    do {
      return try await database(for: request, context).transaction(options) { transaction in
        var context = context
        context.transaction = transaction
        let response = try await next(request, context)
        if rule.rollsBack(response) { transaction.doom() }
        return response
      }
    } catch let error as DatabaseError {
      context.logger.error("\(Self.title(request)) failed: \(error)")
      throw DatabaseUnavailable(error) ?? error
    }
  }

  private func database(for request: Request, _ context: Context) -> TaskDatabase {
    let logger = context.logger
    let title = Self.title(request)
    return TaskDatabase(database, messages: messages) { note in
      if case .replayed(let attempt, let reason) = note {
        logger.info("\(title) is handled again after attempt \(attempt): \(reason)")
      }
    }
  }

  private static func title(_ request: Request) -> String { "\(request.method) \(request.uri.path)" }
}
