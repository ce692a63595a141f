import TaskModel
import Tasks

/// Where a database is: `:memory:`, a path, or either as a URL with SQLAlchemy's slashes: `sqlite:////var/lib/shop.db`,
/// `sqlite:///shop.db` for a path from the working directory on, `sqlite:///:memory:`.
struct SQLitePlace: Hashable, Sendable, CustomStringConvertible {
  /// `:memory:` for a database in memory.
  let path: String

  static let memory = ":memory:"
  private static let scheme = "sqlite:///"

  init(_ text: String) throws(DatabaseError) {
    path = text.hasPrefix("sqlite:") ? try Self.path(ofURL: text) : text
    if path.isEmpty { throw Self.problem(text, "it has no path; expected such as sqlite:////var/lib/shop/shop.db") }
    if path.utf8.contains(0) { throw Self.problem(text, "a path has no zero byte") }
    // SQLite would read options from it, and GRDB opens such names as URIs.
    if path.hasPrefix("file:") { throw Self.problem(text, "SQLite's file: names are not taken; give the path alone") }
  }

  private static func path(ofURL text: String) throws(DatabaseError) -> String {
    guard text.hasPrefix(scheme) else {
      throw problem(
        text, "its URL has three slashes before the path: sqlite:////absolute/path.db, sqlite:///relative.db")
    }
    let rest = text.dropFirst(scheme.count)
    if rest.contains("?") || rest.contains("#") {
      throw problem(text, "it has a '?' or '#', which in a path are written %3F and %23")
    }
    guard let path = PercentEncoding.decode(String(rest)) else {
      throw problem(text, "a '%' in it has not two hexadecimal digits behind it, or what they stand for is no UTF-8")
    }
    return path
  }

  private static func problem(_ text: String, _ reason: String) -> DatabaseError {
    DatabaseError(.unavailable, message: "cannot be a database: \(reason)", place: text)
  }

  var isMemory: Bool { path == Self.memory }

  var description: String { Self.scheme + path }
}
