/// Something the task asked of its request is not there.
public enum TaskRequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The setting `site_url` is missing, without which this path has no URL.
  case siteURLMissing(for: String)
  /// The path makes no URL.
  case notAPath(String)
  /// No service of this type was registered in `prepare`.
  case serviceMissing(String)
  /// There is no database.
  case databaseMissing

  public var description: String {
    switch self {
    case .siteURLMissing(let path):
      "no URL for '\(path)': the setting site_url is missing, such as site_url = https://example.test"
    case .notAPath(let path):
      "'\(path)' is not the path of a URL"
    case .databaseMissing:
      "no database: set database_url, such as database_url = postgresql://shop@localhost/shop, or register one as "
        + "(any Database).self in the application's prepare(_:settings:)"
    case .serviceMissing(let type):
      "no service of type \(type): register one in the application's prepare(_:settings:)"
    }
  }
}
