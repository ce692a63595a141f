import Foundation
import Glibc
package import ProcessTesting

/// A sentinel that watches one master, alone (quorum 1), and gives it up after a second.
package final class RedisSentinel: Sendable {
  package let port: UInt16
  package let service: String
  private let directory: ServerDirectory
  private let child: ChildProcess

  /// Returns when it watches.
  /// - Parameter configuration: further lines of its configuration, such as `requirepass secret`.
  package static func start(
    watching master: RedisServer, as service: String = "mymaster", _ configuration: [String] = []
  ) async throws -> RedisSentinel {
    let sentinel = try await RedisSentinel(master, service, configuration)
    _ = try await sentinel.log.first(containing: "+monitor master \(service)")
    return sentinel
  }

  private init(_ master: RedisServer, _ service: String, _ configuration: [String]) async throws {
    self.service = service
    port = try FreePort.next()
    directory = try ServerDirectory("redis")
    let path = directory.path + "/sentinel.conf"
    let basics = [
      "port \(port)", "bind 127.0.0.1", "dir \(directory.path)", "daemonize no",
      "sentinel monitor \(service) 127.0.0.1 \(master.port) 1", "sentinel down-after-milliseconds \(service) 1000",
      "sentinel failover-timeout \(service) 5000",
    ]
    try (basics + configuration + [""]).joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    child = try await ChildProcess(
      [try RedisServer.program(), path, "--sentinel"], environment: ["LC_ALL": "C"], directory: directory.path)
  }

  package var log: OutputLines { child.standardOutput }

  /// Returns when it has printed this.
  package func waitForLine(_ text: String) async throws { _ = try await log.first(containing: text) }

  package func stop() async {
    child.send(SIGKILL)
    _ = await child.exit
  }

  deinit { child.send(SIGKILL) }
}
