import Foundation

/// The shop as its web server knows it.
public struct WebSite: Site, Sendable {
  public let siteName: String
  /// Where its pages are found: `https://example.test`.
  private let base: URL

  public init(name: String, base: URL) {
    siteName = name
    self.base = base
  }

  func url(_ path: String) throws -> URL { base.appending(path: path) }
}
