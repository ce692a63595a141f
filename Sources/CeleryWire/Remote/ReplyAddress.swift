/// Where the sender of a request waits for answers: an exchange, and the routing key under which its queue is bound there.
package struct ReplyAddress: Sendable, Hashable {
  package var exchange: String
  package var routingKey: String

  package init(exchange: String, routingKey: String) {
    self.exchange = exchange
    self.routingKey = routingKey
  }
}
