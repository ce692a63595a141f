import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOHTTPTypes
public import NIOPosix
public import ServiceLifecycle

/// Serves a daemon's control on a unix socket: HTTP/1.1 with JSON, described in `docs/control-api.yaml`.
///
/// One event loop does all I/O; requests are answered on Swift's own threads.
public struct ControlServer: Service {
  private let address: ControlAddress
  private let limits: ControlLimits
  private let group: MultiThreadedEventLoopGroup?
  private let logger: Logger
  private let responder: Responder
  private let connections: ConnectionList
  private let signal = StopSignal()
  private let onReady: @Sendable () async -> Void

  /// `group`: the event loops to use; nil makes one loop for the time of `run()`.
  /// `onReady` is called when connections are accepted.
  public init(
    _ control: any DaemonControl, at address: ControlAddress, limits: ControlLimits = ControlLimits(),
    on group: MultiThreadedEventLoopGroup? = nil, logger: Logger,
    onReady: @escaping @Sendable () async -> Void = {}
  ) {
    self.address = address
    self.limits = limits
    self.group = group
    self.logger = logger
    self.onReady = onReady
    responder = Responder(control, signal, limits)
    connections = ConnectionList(limit: limits.connections)
  }

  /// Serves until graceful shutdown, ``stop()`` or cancellation. Then the socket file goes, event streams and long polls
  /// end, and running requests have ``ControlLimits/grace`` to finish.
  ///
  /// Throws ``ControlSocketError`` when the socket cannot be had.
  public func run() async throws {
    let socket = try ListeningSocket(address)
    defer { socket.removeFile() }
    if let group {
      try await serve(socket, on: group)
    } else {
      try await withOneLoop { try await serve(socket, on: $0) }
    }
  }

  /// Stops ``run()`` gracefully, for who has no service group.
  public func stop() { signal.stop() }

  private var http: HTTP1Channel {
    let (limits, responder) = (limits, responder)
    return HTTP1Channel(
      responder: { request, writer, _ in try await responder.respond(to: request, writer) },
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [ConnectionGuard(limits)],
        idleTimeout: TimeAmount(limits.idleTimeout),
        httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
          maxHeaderFieldSize: limits.headers, maxHeaderListSize: limits.headers, maxHeaderFieldCount: 100)))
  }

  private func serve(_ socket: ListeningSocket, on group: MultiThreadedEventLoopGroup) async throws {
    let server = try await listen(on: socket, group)
    logger.debug("control socket served", metadata: ["socket": "\(socket.name)"])
    try await signal.notifying({ shutDown(server, socket) }) {
      try await withTaskCancellationOrGracefulShutdownHandler {
        await onReady()
        try await server.closeFuture.get()
        connections.quiesce()
        await connections.allGone()
      } onCancelOrGracefulShutdown: {
        signal.stop()
      }
    }
  }

  /// Every accepted connection gets a task of its own at once. (A stream of them would lose those it holds when the server
  /// stops, and a lost `NIOAsyncChannel` ends the process.)
  private func listen(on socket: ListeningSocket, _ group: MultiThreadedEventLoopGroup) async throws -> any Channel {
    let http = http
    return try await ServerBootstrap(group: group)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        http.setup(channel: channel, logger: logger).map { connection in
          let admission = connections.admit(channel)
          Task { await handle(connection, admission, http) }
        }
      }
      .withBoundSocket(socket.descriptor).get()
  }

  private func withOneLoop(_ body: (MultiThreadedEventLoopGroup) async throws -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      try await body(group)
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
    try await group.shutdownGracefully()
  }

  private func handle(
    _ connection: HTTP1Channel.Value, _ admission: ConnectionList.Admission, _ http: HTTP1Channel
  ) async {
    defer { connections.remove(connection.channel) }
    switch admission {
    case .served: await http.handle(value: connection, logger: logger)
    case .refused: await refuse(connection)
    case .dropped: try? await connection.executeThenClose { _, _ in }
    }
  }

  private func refuse(_ connection: HTTP1Channel.Value) async {
    let problem = ControlProblem(
      .overloaded, "\(limits.connections) connections are open, as many as are served; try again")
    try? await connection.executeThenClose { inbound, outbound in
      for try await part in inbound {
        guard case .head = part else { continue }
        try await outbound.write(contentsOf: Answer(problem).closingParts)
        break
      }
    }
  }

  /// The file goes first: a client sees either a server that answers or none. The listening socket is closed last, since
  /// `run()` may end with that, and its event loop.
  private func shutDown(_ server: any Channel, _ socket: ListeningSocket) {
    let connections = connections
    socket.removeFile()
    server.eventLoop.scheduleTask(in: TimeAmount(limits.grace)) { connections.closeAll() }
    connections.quiesce()
    server.close(promise: nil)
  }
}
