import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import TaskModel

extension DaemonClient {
  /// What happens from now on; listening has begun when this returns. Ends when the daemon stops. An event of the type
  /// `lost` says how many (`lost`) this reader was too slow for. The stream throws ``DaemonClientError``.
  public func events() async throws(DaemonClientError) -> AsyncThrowingStream<JSONObject, any Error> {
    let response: HTTPClientResponse
    do {
      response = try await open(.GET, "/v1/events", nil, patience: timeout)
    } catch {
      throw explained(error, after: timeout)
    }
    guard response.status == .ok else { throw await refusal(response) }
    return AsyncThrowingStream { continuation in
      let reading = Task {
        do {
          try await read(response.body) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: explained(error, after: timeout))
        }
      }
      continuation.onTermination = { _ in reading.cancel() }
    }
  }

  private func read(_ body: HTTPClientResponse.Body, _ handle: (JSONObject) -> Void) async throws {
    var reader = EventStreamReader()
    for try await part in body {
      for event in try reader.read(part.readableBytesView) { handle(event) }
    }
  }

  private func refusal(_ response: HTTPClientResponse) async -> DaemonClientError {
    do {
      let buffer = try await response.body.collect(upTo: 1 << 20)
      _ = try json(Reply(status: Int(response.status.code), body: Array(buffer.readableBytesView)))
      return .broken(socket: socketPath, reason: "status \(response.status.code)")
    } catch {
      return explained(error, after: timeout)
    }
  }
}
