/// How a relay works.
public struct OutboxRelayOptions: Sendable, Hashable {
  /// Rows that are brought at once; 1 to 1000.
  public var batch: Int
  /// How often it looks unasked, in case it was not woken: where the database cannot tell, or rows were set free by hand.
  public var sweepInterval: Duration
  /// How long it is known that a task was done (the inbox): longer than any message may be handed out again. Nil keeps all.
  public var inboxLifetime: Duration?

  public init(batch: Int = 500, sweepInterval: Duration = .seconds(10), inboxLifetime: Duration? = .seconds(7 * 86_400))
  {
    self.batch = min(max(batch, 1), 1000)
    self.sweepInterval = max(sweepInterval, .milliseconds(100))
    self.inboxLifetime = inboxLifetime
  }
}
