import ControlAPI
import Logging
import Testing

/// A server on a socket of its own, as long as the body runs.
struct Served {
  let control: StubControl
  let server: ControlServer
  let socket: String

  /// A client as long as the body runs, also where that throws: one that is forgotten ends the whole test run.
  func withClient(_ body: (DaemonClient) async throws -> Void) async throws {
    let client = DaemonClient(socketPath: socket)
    do { try await body(client) } catch {
      await client.shutdown()
      throw error
    }
    await client.shutdown()
  }

  static func with(
    limits: ControlLimits = ControlLimits(), at address: ControlAddress? = nil, in directory: TemporaryDirectory? = nil,
    _ body: (Served) async throws -> Void
  ) async throws {
    let directory = try directory ?? TemporaryDirectory()
    defer { withExtendedLifetime(directory) {} }
    let socket = directory.path + "/control.sock"
    let control = StubControl()
    let ready = AsyncStream<Void>.makeStream()
    let server = ControlServer(
      control, at: address ?? .path(socket, mode: 0o660, group: nil), limits: limits, logger: Logger(label: "test"),
      onReady: { ready.continuation.yield() })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { ready.continuation.finish() }
        try await server.run()
      }
      var iterator = ready.stream.makeAsyncIterator()
      if await iterator.next() != nil {
        try await body(Served(control: control, server: server, socket: socket))
      }
      server.stop()
      try await group.waitForAll()
    }
  }
}
