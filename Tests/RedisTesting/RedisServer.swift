import Foundation
import Glibc
package import ProcessTesting
import Synchronization

/// A redis-server of a test's own, on loopback and on a unix socket. The kernel ends it with the test run, whatever happens.
package final class RedisServer: Sendable {
  package struct CannotStart: Error, CustomStringConvertible {
    package let description: String
  }

  private struct State {
    var child: ChildProcess?
    var lastDatabase = 0
  }

  package let port: UInt16
  private let directory: ServerDirectory
  private let configuration: [String]
  private let state = Mutex(State())

  /// One for all tests of the process, each with a `freshDatabase()`; started by the first that asks. Nobody pauses or
  /// stops it, nobody flushes all of it, nobody changes its settings.
  package static var shared: RedisServer {
    get async throws { try await sharedTask.value }
  }

  private static let sharedTask = Task { try await start() }

  /// Returns when it answers.
  /// - Parameters:
  ///   - configuration: lines of redis.conf, such as `appendonly yes`. Without any it keeps nothing on disk.
  ///   - port: nil for a free one.
  package static func start(_ configuration: [String] = [], port: UInt16? = nil) async throws -> RedisServer {
    for _ in 0..<20 {
      let server = try RedisServer(configuration, port: port ?? FreePort.next())
      do {
        try await server.launch()
        return server
      } catch let error as CannotStart where error.description.contains("Address already in use") && port == nil {
        continue
      }
    }
    throw CannotStart(description: "no free port was found")
  }

  private init(_ configuration: [String], port: UInt16) throws {
    self.port = port
    self.configuration = configuration
    directory = try ServerDirectory("redis")
  }

  /// Where it also listens.
  package var socketPath: String { directory.path + "/redis.sock" }

  /// Its files.
  package var directoryPath: String { directory.path }

  /// What it has printed since it was last started.
  package var log: OutputLines { state.withLock { $0.child?.standardOutput } ?? OutputLines() }

  /// Returns when it has printed this since it was last started.
  package func waitForLine(_ text: String) async throws { _ = try await log.first(containing: text) }

  /// A database (1 to 4095) that nobody else in this process was given.
  package func freshDatabase() -> Int {
    state.withLock { state in
      state.lastDatabase = state.lastDatabase % 4095 + 1
      return state.lastDatabase
    }
  }

  private func launch(untilReady waits: Bool = true) async throws {
    let basics = [
      "port \(port)", "bind 127.0.0.1", "unixsocket \(socketPath)", "dir \(directory.path)", "save \"\"",
      "databases 4096", "daemonize no",
    ]
    let path = directory.path + "/redis.conf"
    try (basics + configuration + [""]).joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let child = try await ChildProcess(
      [try Self.program(), path], environment: ["LC_ALL": "C"], directory: directory.path)
    state.withLock { $0.child = child }
    guard waits else { return }
    do {
      _ = try await child.standardOutput.first(containing: "Ready to accept connections")
    } catch {
      throw CannotStart(description: "redis-server: \(error); \(child.standardError.text)")
    }
  }

  static func program() throws -> String {
    for directory in ["/usr/bin", "/usr/local/bin", "/opt/redis/bin"] {
      let path = "\(directory)/redis-server"
      if access(path, X_OK) == 0 { return path }
    }
    throw CannotStart(description: "there is no redis-server: apt install redis-server")
  }

  /// Ends it as an administrator would (SIGTERM), and waits.
  package func stop() async { await end(SIGTERM) }

  /// SIGKILL, and waits.
  package func kill() async { await end(SIGKILL) }

  private func end(_ signal: Int32) async {
    guard let child = state.withLock({ $0.child }) else { return }
    child.send(signal)
    // One that is paused hears nothing else.
    child.send(SIGCONT)
    _ = await child.exit
  }

  /// It stops where it is; its sockets stay open.
  package func pause() { state.withLock { $0.child }?.send(SIGSTOP) }

  package func resume() { state.withLock { $0.child }?.send(SIGCONT) }

  /// The same again: port, files, configuration. Ends it first if it runs.
  package func restart() async throws {
    await stop()
    try await launch()
  }

  deinit { state.withLock { $0.child }?.send(SIGKILL) }
}
