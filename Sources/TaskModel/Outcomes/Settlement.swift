/// What becomes of one claimed message, with everything that goes with it: applied by the broker in one step where it can,
/// otherwise in the order publish, result, disposition.
public struct Settlement: Sendable, Hashable {
  public enum Disposition: Sendable, Hashable {
    /// Done with: forget the message.
    case acknowledge
    /// Only publish and store: the message was acknowledged before it ran (early acknowledgement), or it is still
    /// running (the state STARTED). The receipt is not looked at, so this is never lost.
    case recordOnly
    /// Back to the front of its queue, for another to take. `countsDelivery: false` undoes the count of this delivery:
    /// it never ran.
    case requeue(countsDelivery: Bool)
    /// Into the deferred set until then; the claim does not count as a delivery.
    case deferUntil(Timestamp)
    /// Into the deferred set until a place of this key is free, and no longer than until then; the claim does not count as a
    /// delivery. Whoever gives a place back sends on, in the same step, the one that has waited longest: to the front of its
    /// queue. Where a place is free by now it goes there at once.
    case waitForPlace(SharedConcurrency, atLatest: Timestamp)
    /// Set aside with the reason, for a person to look at.
    case deadLetter(DeadLetter.Reason, detail: String)
  }

  public var receipt: Receipt
  public var disposition: Disposition
  public var result: TaskResult?
  /// What leaves with this settlement: retries, callbacks, parts of chords.
  public var followUps: FollowUps
  /// What the task gives back of the limits that all workers share.
  public var releases: [LimitRelease]

  public init(
    receipt: Receipt, disposition: Disposition, publish: [TaskMessage] = [], result: TaskResult? = nil,
    followUps: FollowUps = FollowUps(), releases: [LimitRelease] = []
  ) {
    self.receipt = receipt
    self.disposition = disposition
    self.result = result
    self.followUps = followUps
    self.followUps.messages += publish
    self.releases = releases
  }

  /// The messages among the follow-ups.
  public var publish: [TaskMessage] {
    get { followUps.messages }
    set { followUps.messages = newValue }
  }
}
