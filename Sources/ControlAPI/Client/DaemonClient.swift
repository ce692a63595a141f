import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import TaskModel

/// Asks a running daemon through its control socket. Make one, use it for any number of requests, `shutdown()` at the end.
public struct DaemonClient: Sendable {
  public let socketPath: String
  /// How long an answer may take beyond what a request asks to wait.
  public let timeout: Duration
  private let connections: Connections

  public init(socketPath: String, timeout: Duration = .seconds(10)) {
    self.socketPath = socketPath
    self.timeout = timeout
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    // Less than the server's idle timeout, so that no request meets a connection that is just being closed.
    configuration.connectionPool.idleTimeout = .seconds(30)
    configuration.redirectConfiguration = .disallow
    connections = Connections(configuration)
  }

  /// Closes the connections and ends event streams. Nothing can be asked afterwards.
  public func shutdown() async {
    await connections.close()
  }

  // MARK: - Requests

  func get(_ path: String, _ query: JSONObject = [:], waiting: Duration = .zero) async throws(DaemonClientError)
    -> JSONValue
  {
    try json(await exchange(.GET, path + Self.text(of: query), nil, waiting))
  }

  func post(
    _ path: String, _ body: JSONObject, waiting: Duration = .zero
  ) async throws(DaemonClientError) -> JSONValue {
    try json(await exchange(.POST, path, body, waiting))
  }

  func delete(_ path: String) async throws(DaemonClientError) -> JSONValue {
    try json(await exchange(.DELETE, path, nil, .zero))
  }

  private static func text(of query: JSONObject) -> String {
    let parameters = query.flatMap { name, value in
      (value.arrayValue ?? [value]).map {
        "\(name.percentEncoded)=\(($0.stringValue ?? $0.description).percentEncoded)"
      }
    }
    return parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
  }

  func json(_ reply: Reply) throws(DaemonClientError) -> JSONValue {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONParser.parse(reply.body)
    } catch {
      throw .broken(socket: socketPath, reason: "status \(reply.status), and the body is not JSON: \(error)")
    }
    guard reply.status >= 400 else { return value }
    throw .problem(ControlProblem(document: value.objectValue ?? [:], status: reply.status))
  }

  struct Reply: Sendable {
    let status: Int
    let body: [UInt8]
  }

  func exchange(
    _ method: HTTPMethod, _ path: String, _ body: JSONObject?, _ waiting: Duration
  ) async throws(DaemonClientError) -> Reply {
    do {
      let response = try await open(method, path, body, patience: waiting + timeout)
      let buffer = try await response.body.collect(upTo: 1 << 30)
      return Reply(status: Int(response.status.code), body: Array(buffer.readableBytesView))
    } catch {
      throw explained(error, after: waiting + timeout)
    }
  }

  func open(
    _ method: HTTPMethod, _ path: String, _ body: JSONObject?, patience: Duration
  ) async throws -> HTTPClientResponse {
    if socketPath.utf8.count > ControlAddress.longestPath {
      throw DaemonClientError.noDaemon(socket: socketPath, reason: .pathTooLong)
    }
    var request = HTTPClientRequest(url: "http+unix://\(socketPath.percentEncoded)\(path)")
    request.method = method
    request.headers.add(name: "Host", value: "tasksd")
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: JSONValue.object(body).jsonBytes))
    }
    return try await connections.http.execute(request, timeout: TimeAmount(patience))
  }

  func explained(_ error: any Error, after patience: Duration) -> DaemonClientError {
    if let error = error as? DaemonClientError { return error }
    if error is CancellationError || (error as? HTTPClientError) == .cancelled { return .cancelled }
    let nobody = DaemonClientError.NoDaemonReason(socketPath: socketPath)
    // A daemon may have come between the attempt and this look: then there was none when it counted.
    if let reason = nobody ?? DaemonClientError.NoDaemonReason(connecting: error) {
      return .noDaemon(socket: socketPath, reason: reason)
    }
    if (error as? HTTPClientError) == .deadlineExceeded { return .timeout(socket: socketPath, after: patience) }
    return .broken(socket: socketPath, reason: "\(error)")
  }
}
