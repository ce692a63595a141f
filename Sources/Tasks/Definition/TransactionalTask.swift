public import TaskModel

/// A task that is one database transaction: all of it happens, once, or nothing does.
///
/// ```swift
/// struct AskForReview: TransactionalTask {
///   static let name: TaskName = "send_review_sms_notification"
///   var deliveryID: Int
///   func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
///     guard let delivery = try await Delivery.find(deliveryID, in: transaction) else { return }
///     try await transaction.execute("UPDATE delivery SET asked = true WHERE id = \(deliveryID)")
///     try transaction.send(SendSMS(to: delivery.phone, text: "How was it? \(try request.url("review/\(delivery.slug)"))"))
///   }
/// }
/// ```
/// - The transaction is committed before the task counts as succeeded. An error rolls it back, and the task has failed.
/// - The task's id is recorded in the same transaction. Handed out again, after a crash between the commit and the
///   acknowledgement, it does nothing, and returns what it returned then.
/// - When it meets another transaction (a serialization conflict, a deadlock, a busy database) the whole body is run once
///   more, at once, with a new request: that is no retry, and is counted apart.
/// - What leaves the database, such as an SMS, cannot be rolled back: send a task that does it (`transaction.send`). It
///   leaves with the commit, or not at all.
public protocol TransactionalTask: TaskDefinition {
  // Said again, so that the compiler finds it in what `run` returns.
  associatedtype Output

  /// How its transaction is run. Default: serializable, up to 7 attempts.
  static var transaction: TransactionOptions { get }

  /// Does the work in `transaction`; called at least once for each task sent, with a new request for each attempt and each
  /// replay.
  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws -> Output
}

extension TransactionalTask {
  public static var transaction: TransactionOptions { TransactionOptions() }

  public static func makeHandler(in context: ApplicationContext) throws(RegistrationError) -> any TaskHandler {
    try SwiftTaskHandler<Self> { task, run, result in
      try await TransactionalRun(context: context, run: run, options: transaction).perform { request, transaction in
        try result.encode(try await task.run(request, in: transaction))
      }
    }
  }
}
