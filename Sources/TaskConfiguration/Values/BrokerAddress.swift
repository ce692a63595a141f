/// Where the queues, or the results, are kept.
package enum BrokerAddress: Hashable, Sendable, CustomStringConvertible {
  /// In this process, gone with it: for tests.
  case memory
  /// One SQLite file, by its absolute path.
  case sqlite(path: String)
  case redis(RedisAddress)

  /// The URL with the password as `***`: for logs, reports and errors.
  package var maskedDescription: String {
    switch self {
    case .memory: "memory://"
    case .sqlite(let path): "sqlite://\(FilePath.isAbsolute(path) ? "/" : "")\(path)"
    case .redis(let address): address.maskedDescription
    }
  }

  package var description: String { maskedDescription }
}
