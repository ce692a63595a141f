import Logging
import TaskModel
import Testing

@testable import ControlAPI

@Suite struct StopTests {
  @Test("Cancelling ends the server and removes its file") func cancelling() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/control.sock"
    let ready = AsyncStream<Void>.makeStream()
    let server = ControlServer(
      StubControl(), at: .path(path, mode: 0o600, group: nil), logger: Logger(label: "test"),
      onReady: { ready.continuation.finish() })
    let running = Task { try await server.run() }
    for await _ in ready.stream {}
    let idle = try RawConnection(path)
    running.cancel()
    _ = await running.result
    #expect(await idle.read() == "")
    #expect(SocketProbe(path: path) == .missing)
  }

  @Test("A server that is told to stop before it runs stops at once") func stoppingBefore() async throws {
    let directory = try TemporaryDirectory()
    let server = ControlServer(
      StubControl(), at: .path(directory.path + "/s", mode: 0o600, group: nil), logger: Logger(label: "test"))
    server.stop()
    try await server.run()
  }

  @Test("Connections that come while the server stops do no harm") func connectingWhileStopping() async throws {
    for _ in 0..<20 {
      try await Served.with { served in
        async let connections = (0..<8).compactMap { _ in try? RawConnection(served.socket) }
        served.server.stop()
        for connection in await connections { _ = await connection.read() }
      }
    }
  }

  @Test("A client that does not let go is left after the grace") func grace() async throws {
    var limits = ControlLimits()
    limits.grace = .milliseconds(10)
    try await Served.with(limits: limits) { served in
      let connection = try RawConnection(served.socket)
      await connection.send("POST /v1/tasks HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
      served.server.stop()
      _ = await connection.read()
    }
  }
}
