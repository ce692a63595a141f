import Tasks

/// Two hours after a delivery the customer is asked how it was.
///
/// The transaction decides that an SMS is due and can be rolled back and replayed as a whole; sending it, which cannot be
/// undone, is another task, which leaves with the commit.
struct AskForReview: TransactionalTask {
  static let name: TaskName = "send_review_sms_notification"
  var deliveryID: Int

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    guard let delivery = try await Delivery.find(deliveryID, in: transaction), !delivery.wasAsked else {
      return request.logger.info("nothing to do: delivery \(deliveryID) is gone, or its customer was asked before")
    }
    try await transaction.execute("UPDATE delivery SET was_asked = true WHERE id = \(deliveryID)")
    let text = try ReviewInvitation(delivery).text(on: request)
    try transaction.send(SendSMS(to: delivery.phone, text: text))
  }
}
