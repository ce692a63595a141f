/// How the properties of a task are named in its messages.
public enum ArgumentNames: Sendable, Hashable {
  /// As in Swift: `deliveryID`.
  case asSpelled
  /// As Python spells them, `delivery_id`: for a task that Celery workers run too. Names inside of nested values stay.
  case snakeCase
}
