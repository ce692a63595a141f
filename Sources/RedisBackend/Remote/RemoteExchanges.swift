import CeleryWire

/// The exchanges and keys by which remote control and events find each other; all who take part must agree on them.
package struct RemoteExchanges: Sendable, Hashable {
  /// The number in the names of channels: that of the broker's URL, since Redis' channels know no databases.
  package var database: Int
  /// Celery's `global_keyprefix`.
  package var keyPrefix: String
  /// Celery's `control_exchange`.
  package var control: String
  /// Celery's `event_exchange`.
  package var event: String

  package init(database: Int, keyPrefix: String = "", control: String = "celery", event: String = "celeryev") {
    self.database = database
    self.keyPrefix = keyPrefix
    self.control = control
    self.event = event
  }

  /// The exchange of broadcasts: `celery.pidbox`.
  var mailbox: String { "\(control).pidbox" }
  var requestChannel: String { channel(of: mailbox) }

  func eventChannel(_ routingKey: String) -> String { "\(channel(of: event))/\(routingKey)" }

  /// kombu's fanout channels: `/0.celery.pidbox`.
  private func channel(of exchange: String) -> String { "\(keyPrefix)/\(database).\(exchange)" }

  func bindings(of exchange: String) -> String { "\(keyPrefix)_kombu.binding.\(exchange)" }
  func lastingBindings(of exchange: String) -> String { "\(keyPrefix)_kombu.binding_permanent.\(exchange)" }
  var bindingDeadlines: String { "\(keyPrefix)_kombu.binding_deadlines" }

  /// kombu's name for the queue of one who waits for answers.
  func replyQueue(_ address: ReplyAddress) -> String { "\(address.routingKey).\(address.exchange)" }

  func replyBinding(_ address: ReplyAddress) -> String {
    "\(address.routingKey)\u{06}\u{16}\u{06}\u{16}\(replyQueue(address))"
  }

  /// The node of a mailbox; nil for other bindings.
  func node(ofBinding member: String) -> String? {
    guard let binding = Binding(member, separator: "\u{06}\u{16}"), binding.queue.hasSuffix(".\(mailbox)") else {
      return nil
    }
    return String(binding.queue.dropLast(mailbox.count + 1))
  }

  /// The binding of a node's mailbox: no routing key, no pattern, the queue's name.
  func mailboxBinding(of node: String) -> String { "\u{06}\u{16}\u{06}\u{16}\(node).\(mailbox)" }
}
