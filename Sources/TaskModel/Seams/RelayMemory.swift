/// How long a store knows what was relayed to it (``RelayStore``).
package enum RelayMemory {
  /// Until the relay confirms: longer than an outbox may stand in a database that nobody could write to.
  package static let unconfirmed = Duration.days(30)
  /// From then on: longer than any relay holds rows that it has read.
  package static let confirmed = Duration.hours(1)
}
