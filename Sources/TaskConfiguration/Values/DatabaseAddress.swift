/// Where the application's own database is, whose transactions tasks run in.
package enum DatabaseAddress: Hashable, Sendable, CustomStringConvertible {
  /// The URL as libpq has it, with its password.
  case postgresql(url: String)
  /// One SQLite file, by its absolute path.
  case sqlite(path: String)

  /// The URL with the password as `***`: for logs, reports and errors.
  package var maskedDescription: String {
    switch self {
    case .postgresql(let url): DatabaseAddressReader.masked(url)
    case .sqlite(let path): "sqlite:///\(path)"
    }
  }

  package var description: String { maskedDescription }
}
