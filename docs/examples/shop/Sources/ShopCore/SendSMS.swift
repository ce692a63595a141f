import Tasks

/// Hands an SMS to the gateway, and tries again, with growing pauses, when that fails.
struct SendSMS: RequestAwareTask {
  static let name: TaskName = "send_sms"
  static let retry = RetryPolicy.exponential(attempts: 5)
  var to: String
  var text: String

  func run(_ request: TaskRequest) async throws {
    // The same key in every attempt, so that the gateway knows an SMS that it has sent before.
    try await request.services.require((any SMSGateway).self).send(text, to: to, key: request.id.rawValue)
  }
}
