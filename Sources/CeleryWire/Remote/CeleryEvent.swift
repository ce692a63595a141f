package import TaskModel

/// Something that happened, in Celery's words, for `celery events`, Flower and other workers
/// (https://docs.celeryq.dev/en/stable/userguide/monitoring.html#event-reference).
package struct CeleryEvent: Sendable, Hashable {
  /// Such as `task-succeeded`.
  package var type: String
  package var timestamp: Timestamp
  /// What this type has beyond what every event has.
  package var fields: JSONObject

  package init(_ type: String, at timestamp: Timestamp, _ fields: JSONObject = [:]) {
    self.type = type
    self.timestamp = timestamp
    self.fields = fields
  }

  /// `task.succeeded`: the routing key, and the end of the channel's name.
  package var routingKey: String { type.replacing("-", with: ".") }
}
