public import TaskModel

/// A task that is run with a ``TaskRequest`` and takes care of its own transactions.
///
/// ```swift
/// struct SendSMS: RequestAwareTask {
///   static let name: TaskName = "send_sms"
///   static let retry = RetryPolicy.exponential(attempts: 5)
///   var to: String
///   var text: String
///   func run(_ request: TaskRequest) async throws {
///     try await request.services.require(SMSGateway.self).send(text, to: to)
///   }
/// }
/// ```
public protocol RequestAwareTask: TaskDefinition {
  // Said again, so that the compiler finds it in what `run` returns.
  associatedtype Output

  /// Does the work; called at least once for each task sent, with a new request for each attempt. What it throws is a
  /// failure, tried again as `retry` says. Should end soon once the current task is cancelled: its time is up.
  func run(_ request: TaskRequest) async throws -> Output
}

extension RequestAwareTask {
  public static func makeHandler(in context: ApplicationContext) throws(RegistrationError) -> any TaskHandler {
    try SwiftTaskHandler<Self> { task, run, result in
      try result.encode(try await task.run(TaskRequest(run, in: context)))
    }
  }
}
