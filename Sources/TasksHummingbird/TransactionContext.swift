public import Hummingbird
public import Tasks

/// A request context that carries the request's transaction, put there by ``TransactionMiddleware``.
///
/// ```swift
/// struct ShopContext: TransactionContext {
///   var coreContext: CoreRequestContextStorage
///   var transaction: (any DatabaseTransaction)?
///   init(source: Source) { coreContext = .init(source: source) }
/// }
/// ```
public protocol TransactionContext: RequestContext {
  /// The request's transaction; nil on routes without the middleware.
  var transaction: (any DatabaseTransaction)? { get set }
}

extension TransactionContext {
  /// The request's transaction. Throws ``MissingTransaction``, a 500, on routes without the middleware.
  public func requireTransaction() throws(MissingTransaction) -> any DatabaseTransaction {
    guard let transaction else { throw MissingTransaction(endpoint: endpointPath) }
    return transaction
  }
}
