import Foundation
import NIOCore
import Testing

@testable import ControlAPI

@Suite struct NoDaemonTests {
  private func asking(_ path: String) async -> DaemonClientError? {
    let client = DaemonClient(socketPath: path)
    let outcome: DaemonClientError?
    do throws(DaemonClientError) {
      _ = try await client.inspect("ping")
      outcome = nil
    } catch {
      outcome = error
    }
    await client.shutdown()
    return outcome
  }

  @Test("Without a daemon the client says at once which socket, and what is wrong with it")
  func reasons() async throws {
    let directory = try TemporaryDirectory()
    let (missing, file, stale) = (directory.path + "/missing", directory.path + "/file", directory.path + "/stale")
    try Data("text".utf8).write(to: URL(fileURLWithPath: file))
    let dead = try UnixSocket.make()
    try UnixSocket.bind(dead, to: stale)
    close(dead)
    let long = directory.path + "/" + String(repeating: "x", count: 120)
    let table: [(String, DaemonClientError.NoDaemonReason)] = [
      (missing, .missing), (file, .notASocket), (stale, .nobodyListens), (long, .pathTooLong),
      (file + "/below", .missing),
    ]
    for (path, reason) in table {
      let error = await asking(path)
      #expect(error == .noDaemon(socket: path, reason: reason))
      #expect(error?.description.hasPrefix("no daemon at \(path): ") == true)
    }
  }

  @Test("Listening for events without a daemon fails in the same way") func events() async throws {
    let client = DaemonClient(socketPath: "/tmp/tasksd-no-such.sock")
    await #expect(throws: DaemonClientError.noDaemon(socket: "/tmp/tasksd-no-such.sock", reason: .missing)) {
      try await client.events()
    }
    await client.shutdown()
  }

  @Test("A daemon that comes right after the attempt was not there when it counted") func justMissed() async throws {
    try await Served.with { served in
      let table: [(CInt, DaemonClientError.NoDaemonReason)] = [(ENOENT, .missing), (ECONNREFUSED, .nobodyListens)]
      for (code, reason) in table {
        let error = IOError(errnoCode: code, reason: "connect")
        let client = DaemonClient(socketPath: served.socket)
        #expect(client.explained(error, after: .seconds(1)) == .noDaemon(socket: served.socket, reason: reason))
        await client.shutdown()
      }
    }
  }

  @Test("Something else that listens is told from a daemon") func somethingElse() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/other.sock"
    let listening = try UnixSocket.make()
    try UnixSocket.bind(listening, to: path)
    listen(listening, 1)
    let client = DaemonClient(socketPath: path, timeout: .milliseconds(50))
    await #expect(throws: DaemonClientError.timeout(socket: path, after: .milliseconds(50))) {
      try await client.health()
    }
    await client.shutdown()
    close(listening)
  }

  @Test("A socket in a directory with any characters is reached") func oddPath() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/å b?c#d%20&:@.sock"
    try await Served.with(at: .path(path, mode: 0o600, group: nil), in: directory) { _ in
      let error = await asking(path)
      #expect(error == nil)
    }
  }
}
