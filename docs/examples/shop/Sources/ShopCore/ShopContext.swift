import Hummingbird
import Tasks
import TasksHummingbird

/// What goes along with a web request.
public struct ShopContext: TransactionContext {
  public var coreContext: CoreRequestContextStorage
  public var transaction: (any DatabaseTransaction)?

  public init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }

  /// A number in the path. Throws what becomes a 400.
  func number(_ name: String) throws -> Int { try parameters.require(name, as: Int.self) }
}
