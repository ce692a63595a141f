import Foundation
import Glibc
package import ProcessTesting
import Synchronization

/// A PostgreSQL server of a test's own, on loopback and on a unix socket; its superuser is `postgres`, and everybody is
/// believed to be who he says. It keeps what is committed when it is killed, but not when the machine is.
///
/// The kernel ends it with the test run, whatever happens.
package final class PostgresServer: Sendable {
  package struct CannotStart: Error, CustomStringConvertible {
    package let description: String
  }

  private struct State {
    var child: ChildProcess?
    var lastDatabase = 0
  }

  package let port: UInt16
  let directory: ServerDirectory
  private let configuration: [String]
  private let account: ServerAccount
  private let state = Mutex(State())

  /// One for all tests of the process, each with a `freshDatabase()`; started by the first that asks. Nobody stops it, nobody
  /// changes its settings or what all its databases have in common.
  package static var shared: PostgresServer {
    get async throws { try await sharedTask.value }
  }

  private static let sharedTask = Task { try await start() }

  /// Returns when it answers.
  /// - Parameters:
  ///   - configuration: lines of postgresql.conf, such as `max_connections = 20`.
  ///   - access: lines of pg_hba.conf that go before those that let everybody in, such as
  ///     `host all shop 127.0.0.1/32 scram-sha-256`.
  ///   - certificate: what it shows to those who want TLS; nil: it has none.
  package static func start(
    _ configuration: [String] = [], access: [String] = [], showing certificate: TestCertificates.Pair? = nil
  ) async throws -> PostgresServer {
    for _ in 0..<20 {
      let server = try PostgresServer(configuration, port: FreePort.next())
      try await server.makeCluster(access)
      if let certificate { try server.show(certificate) }
      do {
        try await server.launch()
        return server
      } catch let error as CannotStart where error.description.contains("Address already in use") {
        continue
      }
    }
    throw CannotStart(description: "no free port was found")
  }

  private init(_ configuration: [String], port: UInt16) throws {
    self.port = port
    self.configuration = configuration
    directory = try ServerDirectory("postgres")
    account = try ServerAccount.current()
    try account.own(directory.path)
  }

  /// The directory of its socket, for `host=`.
  package var socketDirectory: String { directory.path }

  /// What it has logged since it was last started.
  package var log: OutputLines { state.withLock { $0.child?.standardError } ?? OutputLines() }

  /// Returns when it has logged this since it was last started.
  package func waitForLine(_ text: String) async throws { _ = try await log.first(containing: text) }

  private var dataPath: String { directory.path + "/data" }

  private func makeCluster(_ access: [String]) async throws {
    let words = [
      "-D", dataPath, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions",
    ]
    let child = try await start(PostgresPrograms.path("initdb"), words)
    guard await child.exit == .code(0) else { throw CannotStart(description: "initdb: \(child.standardError.text)") }
    let rules = dataPath + "/pg_hba.conf"
    let standard = try String(contentsOfFile: rules, encoding: .utf8)
    try (access + [standard]).joined(separator: "\n").write(toFile: rules, atomically: false, encoding: .utf8)
  }

  private func show(_ certificate: TestCertificates.Pair) throws {
    for (source, name) in [(certificate.certificate, "server.crt"), (certificate.key, "server.key")] {
      let path = "\(dataPath)/\(name)"
      try FileManager.default.copyItem(atPath: source, toPath: path)
      guard chmod(path, 0o600) == 0 else { throw CannotStart(description: "cannot protect \(path)") }
      try account.own(path)
    }
    let settings = "\nssl = on\n"
    let path = dataPath + "/postgresql.conf"
    try (String(contentsOfFile: path, encoding: .utf8) + settings).write(
      toFile: path, atomically: false, encoding: .utf8)
  }

  private static let basics = [
    "listen_addresses=127.0.0.1", "fsync=off", "max_connections=300", "shared_buffers=16MB", "deadlock_timeout=50ms",
    // In files of its own instead of in /dev/shm, where they would stay behind a server that is killed.
    "dynamic_shared_memory_type=mmap",
  ]

  private func launch() async throws {
    let settings = Self.basics + ["port=\(port)", "unix_socket_directories=\(directory.path)"] + configuration
    let words = ["-D", dataPath] + settings.flatMap { ["-c", $0.replacing(" = ", with: "=")] }
    let child = try await start(PostgresPrograms.path("postgres"), words)
    state.withLock { $0.child = child }
    do {
      _ = try await child.standardError.first(containing: "ready to accept connections")
    } catch {
      throw CannotStart(description: "postgres: \(error)")
    }
  }

  private func start(_ program: String, _ arguments: [String]) async throws -> ChildProcess {
    // SIGQUIT: the server ends its own processes and takes its shared memory away.
    let words = account.words(endingWith: "QUIT") + [program] + arguments
    return try await ChildProcess(
      words, environment: ["LC_ALL": "C", "PATH": "/usr/bin:/bin"], directory: directory.path)
  }

  /// Ends it as an administrator would, breaking connections off, and waits.
  package func stop() async { await end(SIGINT) }

  /// SIGKILL, and waits. Its processes of single connections notice by themselves and follow.
  package func kill() async { await end(SIGKILL) }

  private func end(_ signal: Int32) async {
    guard let child = state.withLock({ $0.child }) else { return }
    child.send(signal)
    _ = await child.exit
  }

  /// The same again: port, data, configuration. Ends it first if it runs.
  package func restart() async throws {
    await stop()
    for _ in 0..<100 {
      do {
        return try await launch()
      } catch let error as CannotStart where error.description.contains("shared memory block") {
        // A process of the one that was killed is still on its way out.
        continue
      }
    }
    throw CannotStart(description: "processes of its last life do not end: \(log.text)")
  }

  deinit { state.withLock { $0.child }?.send(SIGQUIT) }

  /// The number of a database that nobody else in this process was given.
  func nextDatabase() -> Int {
    state.withLock { state in
      state.lastDatabase += 1
      return state.lastDatabase
    }
  }
}
