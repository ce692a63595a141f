import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import TaskModel
import Tasks
import TasksHummingbird
import Testing

/// Where the middleware stands among others.
struct MiddlewareOrderTests {
  /// Turns every error into a page, as applications do.
  private struct ErrorPages: RouterMiddleware {
    func handle(
      _ request: Request, context: ShopContext, next: (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
      do { return try await next(request, context) } catch { return Response(status: .badGateway) }
    }
  }

  private func router(
    _ database: any Database, pagesOutside: Bool, rule: RollbackRule = .never,
    handler: @escaping @Sendable (ShopContext) async throws -> HTTPResponse.Status
  ) -> Router<ShopContext> {
    let router = Router(context: ShopContext.self)
    let group = router.group()
    if pagesOutside { group.add(middleware: ErrorPages()) }
    group.add(middleware: TransactionMiddleware(database: database, rollBackOn: rule))
    if !pagesOutside { group.add(middleware: ErrorPages()) }
    group.post("products") { _, context in try await handler(context) }
    return router
  }

  @Test(arguments: TestDatabase.allCases)
  func errorPagesOutsideOfTheTransactionLetItRollBack(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    let router = router(shop.database, pagesOutside: true) { context in
      try await context.requireTransaction().add("tea")
      throw HTTPError(.badRequest)
    }
    try await shop.serve(router) { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .badGateway) }
      #expect(try await shop.products == [])
    }
  }

  /// Websauna's views that met a conflict were not tried again, since the error page had ended the transaction before.
  @Test(arguments: [true, false], [false, true])
  func aConflictIsReplayedWhereverErrorPagesStand(_ pagesOutside: Bool, _ rollsBackOnErrors: Bool) async throws {
    let shop = try await Shop(on: .sqlite)
    let database = TroubledDatabase(shop.database, [.conflict], at: .insert)
    let calls = Mutex(0)
    let rule: RollbackRule = rollsBackOnErrors ? .errorStatus : .never
    let router = router(database, pagesOutside: pagesOutside, rule: rule) { context in
      calls.withLock { $0 += 1 }
      try await context.requireTransaction().add("tea")
      return .created
    }
    try await shop.serve(router) { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .created) }
      #expect(calls.withLock { $0 } == 2)
      #expect(try await shop.products == ["tea"])
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func onAGroupAndOnItsRouteThereIsOneTransaction(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve { group in
      group.group("products").add(middleware: TransactionMiddleware(database: shop.database)).post { _, context in
        try await context.requireTransaction().add("tea")
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .created) }
      #expect(try await shop.products == ["tea"])
    }
  }

  @Test func aRouteWithoutTheMiddlewareSaysWhatIsMissing() async throws {
    let shop = try await Shop(on: .sqlite)
    let problem = Mutex("")
    let router = Router(context: ShopContext.self)
    router.post("products") { _, context -> HTTPResponse.Status in
      do { try await context.requireTransaction().add("tea") } catch { problem.withLock { $0 = "\(error)" } }
      return .ok
    }
    try await shop.serve(router) { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .ok) }
      #expect(
        problem.withLock { $0 } == "no transaction on /products: put TransactionMiddleware on it or on its group")
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aRouteThatOnlyReadsCannotWrite(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve(options: TransactionOptions(isReadOnly: true)) { group in
      group.get("products") { _, context in
        _ = try await context.requireTransaction().query("SELECT name FROM product")
        return HTTPResponse.Status.ok
      }
      group.get("wrong") { _, context in
        try await context.requireTransaction().add("tea")
        return HTTPResponse.Status.ok
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .get) { #expect($0.status == .ok) }
      try await client.execute(uri: "/wrong", method: .get) { #expect($0.status == .internalServerError) }
      #expect(try await shop.products == [])
    }
  }
}
