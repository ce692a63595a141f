import AsyncHTTPClient
import NIOCore
import NIOPosix

/// The HTTP client and the thread it runs on. Closed at the latest when the last user lets go: a client that is forgotten
/// would end the process.
final class Connections: Sendable {
  let http: HTTPClient
  let group: MultiThreadedEventLoopGroup

  init(_ configuration: HTTPClient.Configuration) {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    http = HTTPClient(eventLoopGroup: group, configuration: configuration)
  }

  deinit {
    let (http, group) = (http, group)
    Task { await Self.close(http, group) }
  }

  func close() async { await Self.close(http, group) }

  private static func close(_ http: HTTPClient, _ group: MultiThreadedEventLoopGroup) async {
    try? await http.shutdown()
    try? await group.shutdownGracefully()
  }
}
