/// Who sends events: what every event says of its sender.
package struct EventSource: Sendable, Hashable {
  /// The node's name, such as `celery@web1`.
  package var node: String
  package var processID: Int32
  /// Hours west of UTC.
  package var utcOffset: Double
  /// Celery's `event_exchange`.
  package var exchange: String

  package init(node: String, processID: Int32, utcOffset: Double, exchange: String = "celeryev") {
    self.node = node
    self.processID = processID
    self.utcOffset = utcOffset
    self.exchange = exchange
  }
}
