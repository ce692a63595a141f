import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Tasks

/// Where rates come from: an HTTP API, or a file for trying things out.
struct RatesSource {
  private let address: String
  /// An API that hangs must not hold the task up until its limit.
  private static let timeout = TimeAmount.seconds(20)
  private static let largestAnswer = 1 << 20

  init(_ address: String) { self.address = address }

  func fetch() async throws -> [UInt8] {
    if address.hasPrefix("file:") {
      return [UInt8](try Data(contentsOf: URL(filePath: FilePlace.path(address))))
    }
    guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
      throw TaskFailure(
        type: "SettingError", message: "conversion_rates.url is '\(address)'; right is http://…, https://… or file:PATH"
      )
    }
    return try await get()
  }

  private func get() async throws -> [UInt8] {
    let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: Self.timeout)
    guard response.status == .ok else {
      throw TaskFailure(type: "BadAnswer", message: "\(address) answered with status \(response.status.code)")
    }
    let body = try await response.body.collect(upTo: Self.largestAnswer)
    return Array(body.readableBytesView)
  }
}

/// `file:/path`, `file:///path` or a plain path.
enum FilePlace {
  static func path(_ text: String) -> String {
    if text.hasPrefix("file://") { return String(text.dropFirst(7)) }
    return text.hasPrefix("file:") ? String(text.dropFirst(5)) : text
  }
}
