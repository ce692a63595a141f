import Hummingbird
import Tasks
import TasksHummingbird

struct ShopContext: TransactionContext {
  var coreContext: CoreRequestContextStorage
  var transaction: (any DatabaseTransaction)?

  init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }

  var maxUploadSize: Int { 1000 }
}
