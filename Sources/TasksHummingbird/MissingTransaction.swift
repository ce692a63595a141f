/// A handler asked for its request's transaction on a route that has none.
public struct MissingTransaction: Error, Hashable, Sendable, CustomStringConvertible {
  /// The route, as it was given to the router.
  public let endpoint: String?

  public var description: String {
    "no transaction on \(endpoint ?? "this route"): put TransactionMiddleware on it or on its group"
  }
}
