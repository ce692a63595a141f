import FoundationEssentials
import PostgresDatabase
import PostgresTesting
import ProcessTesting
import RedisTesting
import SQLiteDatabase
import TaskModel
import Tasks
import WorkerThreads

/// A place for one story: a database, a broker, and a directory with a configuration for both.
final class Probe: Sendable {
  let directory: ServerDirectory
  let children = ChildList()
  let database: any Database
  /// The database's URL, as libpq and SQLAlchemy have it.
  let databaseURL: String
  private let redis: RedisServer?

  /// No more than two at once: a story is two processes and more.
  private static let turnstile = Turnstile(2)

  private init(_ databaseKind: DatabaseKind, _ brokerKind: BrokerKind, redis given: RedisServer?, url: String?)
    async throws
  {
    directory = try ServerDirectory("probe")
    let clock = try SystemClock(.realtime)
    switch databaseKind {
    case .postgresql:
      databaseURL = if let url { url } else { try await PostgresServer.shared.freshDatabase() }
      database = try PostgresDatabase(databaseURL, clock: clock)
    case .sqlite:
      databaseURL = "sqlite:///\(directory.path)/shop.db"
      database = try SQLiteDatabase("\(directory.path)/shop.db", clock: clock)
    }
    var broker = "sqlite:///\(directory.path)/tasksd.db"
    var redis = given
    if brokerKind == .redis {
      if redis == nil { redis = try await RedisServer.start(["appendonly yes", "appendfsync always"]) }
      broker = "redis://127.0.0.1:\(redis?.port ?? 0)/0"
    }
    self.redis = redis
    let text = """
      [tasksd]
      state_directory = %(here)s/state
      control_socket = %(here)s/control.sock
      broker_url = \(broker)
      database_url = \(databaseURL)
      log_format = json
      log_level = debug
      worker_concurrency = 2
      worker_enable_remote_control = false

      """
    try Data(text.utf8).write(to: URL(filePath: directory.path + "/tasksd.ini"))
    try await makeTables()
  }

  /// Tells a story; whatever happens, nothing of it is left.
  static func visit(
    _ database: DatabaseKind, _ broker: BrokerKind, redis: RedisServer? = nil, url: String? = nil,
    _ story: @escaping @Sendable (Probe) async throws -> Void
  ) async throws {
    await turnstile.enter()
    defer { turnstile.leave() }
    let probe = try await Probe(database, broker, redis: redis, url: url)
    // Only a story that hangs ever meets this deadline.
    let deadline = Task {
      try await Task.sleep(for: .seconds(180))
      probe.children.killAll()
    }
    let result: Result<Void, any Error>
    do { result = .success(try await story(probe)) } catch { result = .failure(error) }
    deadline.cancel()
    await probe.children.end()
    await probe.database.close()
    if redis == nil { await probe.redis?.stop() }
    try result.get()
  }

  private func makeTables() async throws {
    for statement: SQL in [
      "CREATE TABLE probe (kind text NOT NULL, value text NOT NULL)", "CREATE TABLE counter (count bigint NOT NULL)",
      "INSERT INTO counter VALUES (0)",
    ] {
      try await database.transaction { _ = try await $0.execute(statement) }
    }
  }
}

extension Probe {
  /// Adds sections to the configuration of daemons that are started from now on.
  func configure(_ sections: String) throws {
    let path = directory.path + "/tasksd.ini"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try (text + "\n" + sections + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }
}

/// What stands in the database.
extension Probe {
  /// How many effects of this kind there are of this value.
  func count(_ kind: String, _ value: String) async throws -> Int {
    try await number("SELECT count(*) AS n FROM probe WHERE kind = \(kind) AND value = \(value)")
  }

  /// Rows that have not left the outbox.
  func outboxCount() async throws -> Int { try await number("SELECT count(*) AS n FROM tasksd_outbox") }

  func number(_ query: SQL) async throws -> Int {
    try await database.transaction { transaction in try await transaction.first(query)?.get("n") ?? -1 }
  }
}

/// The processes.
extension Probe {
  struct Reply: Sendable, CustomStringConvertible {
    let exit: ProcessExit
    let output: String
    let errors: String

    var isGood: Bool { exit == .code(0) }
    var description: String { "\(exit)\n\(output)\n\(errors)" }
  }

  var socket: String { directory.path + "/control.sock" }

  /// A command of the application to its end.
  func run(_ words: String...) async throws -> Reply {
    let child = try await child([ProbeProgram.path] + words + ["--config", directory.path + "/tasksd.ini"])
    let exit = await child.exit
    return Reply(exit: exit, output: child.standardOutput.text, errors: child.standardError.text)
  }

  /// Sends a task; returns its id.
  func call(_ words: String...) async throws -> TaskID {
    let child = try await child([ProbeProgram.path, "call"] + words + ["--config", directory.path + "/tasksd.ini"])
    guard await child.exit == .code(0) else { throw Unexpected(child.standardError.text) }
    return TaskID(child.standardOutput.text.trimmingLineEnd)
  }

  /// Waits for the outcome of a task.
  func expectResult(of id: TaskID, _ text: String) async throws {
    let reply = try await run("result", id.rawValue, "--wait")
    guard reply.isGood, text.isEmpty || reply.output.contains(text) else {
      throw Unexpected("result of \(id): \(reply)")
    }
  }

  /// A daemon that begins to start.
  func start(fault: String? = nil, _ words: String...) async throws -> ChildProcess {
    var environment: [String: String] = [:]
    if let fault { environment["TASKSD_FAULT"] = fault }
    return try await child(
      [ProbeProgram.path, "run"] + words + ["--config", directory.path + "/tasksd.ini"], environment: environment)
  }

  func child(_ words: [String], environment: [String: String] = [:]) async throws -> ChildProcess {
    let child = try await ChildProcess(
      words, environment: ProbeProgram.environment.merging(environment) { $1 }, directory: directory.path)
    children.add(child)
    return child
  }
}

struct Unexpected: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension String {
  fileprivate var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
