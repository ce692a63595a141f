import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import TaskModel
import Tasks
import TasksHummingbird
import TasksTesting
import Testing

/// The relay as a service of the web application.
struct RelayInTheWebTests {
  private typealias Client = any TestClientProtocol

  /// Serves one route that sends, with the relay beside it.
  private func serve(
    _ shop: Shop, _ body: @escaping @Sendable (Client) async throws -> Void
  ) async throws {
    let router = Router(context: ShopContext.self)
    router.group().add(middleware: TransactionMiddleware(database: shop.database)).post("products") {
      request, context in
      let transaction = try context.requireTransaction()
      let name = request.uri.queryParameters.get("name") ?? "tea"
      try await transaction.add(name)
      try transaction.send(Announce(product: name))
      return HTTPResponse.Status.ok
    }
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let relay = OutboxRelayService(OutboxRelay(database: shop.database, store: shop.memory, timer: shop.clock))
    let application = Application(router: router, services: [relay], logger: logger)
    try await application.test(.ahc()) { client in try await body(client) }
    await shop.database.close()
  }

  @Test(arguments: TestDatabase.allCases)
  func whatRequestsSendReachesTheQueueInOrderWithoutADaemon(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await serve(shop) { client in
      for name in ["a", "b", "c"] {
        try await client.execute(uri: "/products?name=\(name)", method: .post) { #expect($0.status == .ok) }
      }
      #expect(try await shop.nextQueued(3) == ["a", "b", "c"])
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func theQueueIsAwayAndTheRequestSucceedsAndTheTaskArrivesLater(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    shop.memory.setOutage(
      BackendError(.unavailable, attempted: "enqueue", place: "memory", reason: "the test took it away"))
    try await serve(shop) { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .ok) }
      #expect(try await shop.products == ["tea"])
      // The relay has met the outage and pauses before it tries again.
      await shop.clock.waitForSleepers(2)
      #expect(try await shop.outboxCount == 1)
      shop.memory.setOutage(nil)
      shop.clock.advance(by: .minutes(1))
      #expect(try await shop.nextQueued(1) == ["tea"])
    }
  }
}
