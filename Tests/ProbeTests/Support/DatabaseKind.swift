/// The databases that tasks run their transactions in.
enum DatabaseKind: String, CaseIterable, Sendable {
  case postgresql
  case sqlite
}

/// The brokers that bring the tasks.
enum BrokerKind: String, CaseIterable, Sendable {
  case redis
  case sqlite
}
