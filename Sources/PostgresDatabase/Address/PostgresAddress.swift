import CPostgres
import Tasks

/// Where a database is and as whom to connect: libpq's settings, from a URL as libpq has it
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS), and ours where the URL leaves them open.
struct PostgresAddress: Sendable, Hashable {
  /// Without secrets.
  let place: String
  /// By libpq's keywords.
  let settings: [String: String]

  /// Throws `value` with what is wrong, without secrets.
  init(_ url: String, _ options: PostgresOptions, _ library: LibPQ) throws(DatabaseError) {
    guard ["postgresql://", "postgres://"].contains(where: url.hasPrefix) else {
      throw Self.problem("expected a URL such as postgresql://user@host:5432/database")
    }
    if url.utf8.contains(0) { throw Self.problem("the URL contains a NUL character") }
    let parsed = try Self.parse(url, library)
    place = PlaceText.text(parsed)
    settings = Self.defaults(options).merging(parsed) { _, chosen in chosen }
      .merging(["client_encoding": "UTF8"]) { _, needed in needed }
  }

  /// A server that is gone without a word is noticed after a minute: libpq itself would wait for two hours.
  private static func defaults(_ options: PostgresOptions) -> [String: String] {
    [
      "connect_timeout": String(max(1, options.connectTimeout)), "fallback_application_name": "tasksd",
      "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
    ]
  }

  private static func parse(_ url: String, _ library: LibPQ) throws(DatabaseError) -> [String: String] {
    var message: UnsafeMutablePointer<CChar>?
    guard let first = library.parse(url, &message) else {
      let text = message.map { String(cString: $0) } ?? "no memory"
      library.freeMemory(message)
      throw problem(URLSecrets(url).masked(text.trimmed))
    }
    defer { library.freeOptions(first) }
    var found: [String: String] = [:]
    var option = first
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.value { found[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return found
  }

  private static func problem(_ text: String) -> DatabaseError {
    DatabaseError(.value, message: "the database's URL: \(text)", place: "postgresql")
  }
}
