import TaskModel

/// How a Redis broker is spoken to, beyond its address. Names and defaults are those of Celery's settings and of kombu's
/// transport options (kombu, `transport/redis.py`).
package struct RedisSettings: Hashable, Sendable {
  /// How old an unacknowledged delivery of a Celery worker is before it is taken back. Ours are taken back by lease.
  package var visibilityTimeout: Duration = .hours(1)
  /// Stands before every key and channel of the broker.
  package var keyPrefix = ""
  /// The same for the keys of results.
  package var resultKeyPrefix = ""
  /// How long one command may take.
  package var socketTimeout: Duration = .seconds(30)
  package var connectTimeout: Duration = .seconds(5)
  /// Of the sentinels themselves, where they ask for one.
  package var sentinelPassword: String?
  /// `celery inspect` and `celery control` are obeyed, and Flower's buttons.
  package var remoteControl = true
  /// Celery's `control_exchange`: broadcasts travel on its `.pidbox`.
  package var controlExchange = "celery"
  package var eventExchange = "celeryev"
  /// Events of single tasks from the start on, as with `celery worker -E`.
  package var sendsTaskEvents = false
  /// Results tell name, arguments, worker and queue, too.
  package var extendsResults = false
  package var resultCompression = ResultCompression.none

  package init() {}
}
