package import TaskModel

/// A command broadcast to the workers: what `celery inspect`, `celery control` and Flower send (kombu, `pidbox.py`).
package struct RemoteRequest: Sendable, Hashable {
  package enum Audience: Sendable, Hashable {
    case everyone
    case nodes([String])
    case matching(NodePattern)
  }

  package var method: String
  /// Keyword arguments, as of a Python call.
  package var arguments: JSONObject
  package var audience: Audience
  /// Copied into the reply.
  package var ticket: String?
  /// Nil: nobody waits for an answer.
  package var replyTo: ReplyAddress?
  /// The sender's logical clock; 0 where it has none.
  package var clock: Int64

  package init(
    method: String, arguments: JSONObject = [:], audience: Audience = .everyone, ticket: String? = nil,
    replyTo: ReplyAddress? = nil, clock: Int64 = 0
  ) {
    self.method = method
    self.arguments = arguments
    self.audience = audience
    self.ticket = ticket
    self.replyTo = replyTo
    self.clock = clock
  }

  /// Whether the node of this name is to act.
  package func isAddressed(to node: String) -> Bool {
    switch audience {
    case .everyone: true
    case .nodes(let names): names.contains(node)
    case .matching(let pattern): pattern.matches(node)
    }
  }
}
