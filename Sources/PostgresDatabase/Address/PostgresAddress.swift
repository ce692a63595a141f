import Tasks

/// What a URL of PostgreSQL says, as libpq reads it
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS), and ours where it says nothing.
struct PostgresAddress: Sendable {
  /// Without secrets.
  let place: String
  /// By libpq's keywords.
  let settings: [String: String]

  /// A server that does not answer is given up after 10 seconds, and one that is gone is noticed within a minute: libpq itself
  /// would wait for hours.
  private static let defaults = [
    "connect_timeout": "10", "keepalives_idle": "20", "keepalives_interval": "10", "keepalives_count": "3",
    "tcp_user_timeout": "60000", "fallback_application_name": "tasksd",
  ]

  /// Throws `value` with what is wrong, without secrets.
  init(_ url: String, library: LibPQ) throws(DatabaseError) {
    let given = try Self.parse(url, library)
    place = PlaceText.text(given)
    settings = Self.defaults.merging(given) { $1 }.merging(["client_encoding": "UTF8"]) { $1 }
  }

  private static func parse(_ url: String, _ library: LibPQ) throws(DatabaseError) -> [String: String] {
    let redacted = Redaction.url(url)
    func problem(_ message: String) -> DatabaseError {
      DatabaseError(.value, message: "the URL of the database cannot be read: \(message)", place: redacted)
    }
    guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") else {
      throw problem("expected postgresql://user@host:5432/database")
    }
    if url.utf8.contains(0) { throw problem("it contains a NUL character") }
    // libpq would take the rest of it for the host or the database, which are shown.
    if let password = Redaction.password(in: url), password.contains(where: { $0 == "/" || $0 == "@" }) {
      throw problem("in the password, and behind it, write / as %2F and @ as %40")
    }
    var message: UnsafeMutablePointer<CChar>?
    let options = library.parse(url, &message)
    defer {
      library.freeOptions(options)
      library.freeMemory(message)
    }
    guard var option = options else {
      let words = message.map { String(cString: $0).trimmed } ?? "out of memory"
      throw problem(Redaction.message(words, about: redacted))
    }
    var given: [String: String] = [:]
    while let keyword = option[0] {
      if let value = option[3] { given[String(cString: keyword)] = String(cString: value) }
      option += LibPQ.wordsOfOption
    }
    return given
  }
}
