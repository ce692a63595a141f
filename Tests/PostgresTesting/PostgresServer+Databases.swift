import ProcessTesting

extension PostgresServer {
  package struct Refused: Error, CustomStringConvertible {
    package let description: String
  }

  /// Makes an empty database that nobody else in this process was given; returns its URL.
  package func freshDatabase() async throws -> String { url(try await freshDatabaseName()) }

  /// Makes an empty database that nobody else in this process was given; returns its name.
  package func freshDatabaseName() async throws -> String {
    let name = "test_\(nextDatabase())"
    try await psql("CREATE DATABASE \(name)")
    return name
  }

  package func url(_ database: String, user: String = "postgres", host: String = "127.0.0.1") -> String {
    "postgresql://\(user)@\(host):\(port)/\(database)"
  }

  /// The URL by which its unix socket is used.
  package func socketURL(_ database: String, user: String = "postgres") -> String {
    "postgresql://\(user)@/\(database)?host=\(socketDirectory)&port=\(port)"
  }

  /// Runs statements as the superuser, beside whatever is tested; returns the rows, with `|` between their columns.
  @discardableResult
  package func psql(_ statements: String, in database: String = "postgres") async throws -> [String] {
    let words = [
      try PostgresPrograms.path("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d",
      socketURL(database), "-c", statements,
    ]
    let child = try await ChildProcess(
      words, environment: ["LC_ALL": "C", "PATH": "/usr/bin:/bin"], directory: socketDirectory)
    guard await child.exit == .code(0) else { throw Refused(description: "psql: \(child.standardError.text)") }
    return child.standardOutput.all
  }
}
