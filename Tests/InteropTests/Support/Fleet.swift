import FoundationEssentials
import ProcessTesting
import RedisTesting
import TaskModel

/// Workers of both kinds and their clients around one database of Redis, for one story.
final class Fleet: Sendable {
  let directory: String
  let redis: RedisServer
  let database: Int
  let children = ChildList()

  private static let turnstile = Turnstile(3)

  /// A database that belongs to this story, too, but to none of its workers.
  let otherDatabase: Int

  private init(redis: RedisServer) throws {
    directory = "/tmp/tasksd-fleet-\(UInt32.random(in: 0...UInt32.max))"
    self.redis = redis
    database = redis.freshDatabase()
    otherDatabase = redis.freshDatabase()
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
  }

  /// Runs a story; whatever happens, no process and no file of it is left.
  /// - Parameter configuration: lines of redis.conf for a server of the story's own, which it may then pause and kill; nil
  ///   for a database of the common one.
  static func visit(
    redis configuration: [String]? = nil, _ story: @escaping @Sendable (Fleet) async throws -> Void
  ) async throws {
    await turnstile.enter()
    defer { turnstile.leave() }
    let own: RedisServer? = if let configuration { try await RedisServer.start(configuration) } else { nil }
    let server = if let own { own } else { try await RedisServer.shared }
    let fleet = try Fleet(redis: server)
    // Only a story that hangs ever meets this deadline.
    let deadline = Task {
      try await Task.sleep(for: .seconds(180))
      fleet.children.killAll()
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await story(fleet))
    } catch {
      result = .failure(Unexpected("\(error)\n\(fleet.children.lastWords)"))
    }
    deadline.cancel()
    await fleet.children.end()
    await own?.kill()
    try? FileManager.default.removeItem(atPath: fleet.directory)
    if case .success = await deadline.result { throw Unexpected("the story hangs: its processes were killed") }
    try result.get()
  }

  var brokerURL: String { url(of: database) }

  var otherURL: String { url(of: otherDatabase) }

  private func url(of database: Int) -> String { "redis://127.0.0.1:\(redis.port)/\(database)" }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path(name)), options: .atomic)
  }

  /// The lines of a file; none while it does not exist.
  func lines(_ name: String) -> [String] {
    let data = try? Data(contentsOf: URL(filePath: path(name)))
    return data.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) } ?? []
  }

  /// What every process of a story has in its environment.
  func environment(_ further: [String: String] = [:]) -> [String: String] {
    let common = [
      "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent",
      "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "INTEROP_BROKER": brokerURL,
      "INTEROP_OTHER_BROKER": otherURL, "INTEROP_SITE": directory,
    ]
    return common.merging(further) { $1 }
  }

  func start(
    _ words: [String], environment further: [String: String] = [:], in directory: String? = nil
  ) async throws -> ChildProcess {
    let child = try await ChildProcess(
      words, environment: environment(further), directory: directory ?? self.directory)
    children.add(child)
    return child
  }

  /// Runs a program to its end, which must be a good one, and returns what it wrote.
  func run(
    _ words: [String], environment further: [String: String] = [:], in directory: String? = nil
  ) async throws -> String {
    let child = try await start(words, environment: further, in: directory)
    let exit = await child.exit
    guard exit == .code(0) else {
      throw Unexpected(
        "\(words.joined(separator: " ")): \(exit)\n\(child.standardOutput.text)\n\(child.standardError.text)")
    }
    return child.standardOutput.text
  }
}

/// A story cannot go on from this.
struct Unexpected: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
