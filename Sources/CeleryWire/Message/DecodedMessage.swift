public import TaskModel

/// A message with what the wire says about its delivery.
public struct DecodedMessage: Sendable, Hashable {
  public var message: TaskMessage
  /// The publisher's key for this message, kept over redeliveries.
  public var deliveryTag: String
  /// How often tasksd nodes have handed it out before (our header `tasksd_deliveries`); 0 when never.
  public var deliveries: Int
  /// Somebody, perhaps a Python worker, had it before and gave it back.
  public var isRedelivered: Bool
}
