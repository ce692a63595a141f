import TaskModel

/// A claimed message in this worker's hands. It cannot be copied, and must be settled exactly once; one that is dropped
/// unsettled stops a debug build on the spot (in a release the message stays claimed, and comes back when the node leaves).
struct Delivery: ~Copyable {
  let claimed: ClaimedMessage
  private var isOwed = true

  init(_ claimed: ClaimedMessage) { self.claimed = claimed }

  /// Pays the debt: the settlement says what becomes of the message.
  consuming func settled(
    _ disposition: Settlement.Disposition, followUps: FollowUps = FollowUps(), result: TaskResult? = nil,
    releases: [LimitRelease] = []
  ) -> Settlement {
    isOwed = false
    return Settlement(
      receipt: claimed.receipt, disposition: disposition, result: result, followUps: followUps, releases: releases)
  }

  /// The node stops without an answer from the run: `Broker.leave` puts the message back.
  consuming func leftToBroker() { isOwed = false }

  deinit { assert(!isOwed, "the delivery of \(claimed.message.id) was dropped unsettled") }
}
