import Hummingbird
import HummingbirdTesting
import Logging
import TaskModel
import Tasks
import TasksHummingbird
import TasksTesting

/// A web application on a database with one table, whose tasks go to a broker in memory.
struct Shop: Sendable {
  let clock = ManualClock()
  let database: any Database
  let memory: MemoryBackend
  let queue: TaskQueue

  init(on kind: TestDatabase, troubles: [DatabaseError.Code] = []) async throws {
    let base = try await kind.make(clock: clock)
    database = troubles.isEmpty ? base : TroubledDatabase(base, troubles)
    memory = MemoryBackend(clock: clock)
    queue = TaskQueue(broker: memory, results: memory, clock: clock)
    try await base.transaction { try await $0.execute(Self.table) }
  }

  private static let table: SQL = "CREATE TABLE product (name text PRIMARY KEY)"

  /// Lets a web server answer on a free port, with the transaction on all routes, while `body` asks it.
  func serve(
    options: TransactionOptions = TransactionOptions(), rollBackOn rule: RollbackRule = .never,
    routes: (RouterGroup<ShopContext>) -> Void,
    _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    let router = Router(context: ShopContext.self)
    let middleware = TransactionMiddleware<ShopContext>(
      database: database, queue: queue, options: options, rollBackOn: rule)
    routes(router.group().add(middleware: middleware))
    try await serve(router, body)
  }

  func serve(
    _ router: Router<ShopContext>, _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    // The errors that tests are about need not be read.
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    do {
      try await Application(router: router, logger: logger).test(.ahc()) { client in try await body(client) }
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  /// The names of what was committed.
  var products: [String] {
    get async throws {
      try await database.transaction { transaction in
        try await transaction.query("SELECT name FROM product ORDER BY name").map { try $0.get("name") }
      }
    }
  }

  /// How many committed sends wait for the relay.
  var outboxCount: Int {
    get async throws {
      try await database.transaction { transaction in
        try await transaction.first("SELECT count(*) AS n FROM tasksd_outbox")?.get("n") ?? -1
      }
    }
  }

  var queuedCount: Int {
    get async throws { try await memory.queueStatistics(of: [.standard]).first?.waiting ?? 0 }
  }
}

extension Shop {
  /// What the next tasks in the queue announce, once there are as many.
  func nextQueued(_ count: Int) async throws -> [String] {
    let node = NodeIdentity(name: "reader", incarnation: "1")
    var products: [String] = []
    let wakeUps = memory.wakeUps()
    var rings = wakeUps.makeAsyncIterator()
    while true {
      let batch = try await memory.claim(ClaimRequest(node: node, queues: [.standard], limit: count))
      products += batch.messages.compactMap { message in
        if case .string(let product)? = message.message.arguments.keywords["product"] { product } else { nil }
      }
      if products.count >= count { return products }
      await rings.next()
    }
  }
}

extension DatabaseTransaction {
  func add(_ name: String) async throws { try await execute("INSERT INTO product (name) VALUES (\(name))") }
}
