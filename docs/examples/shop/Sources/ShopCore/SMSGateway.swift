import AsyncHTTPClient
import Foundation

/// Where SMS go.
public protocol SMSGateway: Sendable {
  /// - Parameter key: names this SMS. One that was sent under it before is not sent once more.
  func send(_ text: String, to number: String, key: String) async throws
}

/// A gateway that takes SMS as JSON over HTTP.
public struct HTTPGateway: SMSGateway {
  private let url: String

  public init(url: String) { self.url = url }

  public func send(_ text: String, to number: String, key: String) async throws {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers = ["Content-Type": "application/json", "Idempotency-Key": key]
    request.body = .bytes(try JSONEncoder().encode(["to": number, "text": text]))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    guard response.status.code / 100 == 2 else { throw Refused(status: Int(response.status.code)) }
  }

  /// The gateway did not take it.
  public struct Refused: Error, CustomStringConvertible {
    public let status: Int
    public var description: String { "the SMS gateway answered with status \(status)" }
  }
}
