import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TaskModel
import Tasks
import TasksHummingbird
import Testing

/// Tasks go to the queue only if the request finishes and its transaction is committed.
struct EnqueueOnCommitTests {
  @Test(arguments: TestDatabase.allCases)
  func aTaskSentByAHandlerIsInTheOutboxOnceTheResponseIsHere(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve { group in
      group.post("products") { _, context in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        try transaction.send(Announce(product: "tea"))
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .created) }
      #expect(try await shop.products == ["tea"])
      #expect(try await shop.outboxCount == 1)
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aHandlerThatThrowsLeavesNothing(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve { group in
      group.post("products") { _, context -> HTTPResponse.Status in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        try transaction.send(Announce(product: "tea"))
        throw Spilled()
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .internalServerError) }
      #expect(try await shop.products == [])
      #expect(try await shop.outboxCount == 0)
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func anHTTPErrorThatIsThrownRollsBackAndKeepsItsStatus(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve { group in
      group.post("products") { _, context -> HTTPResponse.Status in
        try await context.requireTransaction().add("tea")
        throw HTTPError(.conflict, message: "no tea left")
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { response in
        #expect(response.status == .conflict)
        #expect(String(buffer: response.body).contains("no tea left"))
      }
      #expect(try await shop.products == [])
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aCommitThatTheDatabaseRefusesIsA500AndLeavesNothing(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.database.transaction { transaction in
      try await transaction.execute(
        "CREATE TABLE part (product text REFERENCES product (name) DEFERRABLE INITIALLY DEFERRED)")
    }
    try await shop.serve { group in
      group.post("parts") { _, context in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        try transaction.send(Announce(product: "tea"))
        try await transaction.execute("INSERT INTO part (product) VALUES ('no such product')")
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/parts", method: .post) { #expect($0.status == .internalServerError) }
      #expect(try await shop.products == [])
      #expect(try await shop.outboxCount == 0)
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aReturned404Commits(_ kind: TestDatabase) async throws {
    try await expect(2, afterReturning: .notFound, rule: .never, on: kind)
  }

  @Test(arguments: TestDatabase.allCases)
  func aReturned404RollsBackWhereErrorStatusDoes(_ kind: TestDatabase) async throws {
    try await expect(0, afterReturning: .notFound, rule: .errorStatus, on: kind)
  }

  @Test(arguments: TestDatabase.allCases)
  func aReturned201CommitsWhereErrorStatusRollsBack(_ kind: TestDatabase) async throws {
    try await expect(2, afterReturning: .created, rule: .errorStatus, on: kind)
  }

  @Test(arguments: TestDatabase.allCases)
  func aRuleOfOnesOwnDecides(_ kind: TestDatabase) async throws {
    try await expect(0, afterReturning: .accepted, rule: .when { $0.status == .accepted }, on: kind)
  }

  /// One row and one task by a handler that returns `status`: how much of it is there afterwards.
  private func expect(
    _ count: Int, afterReturning status: HTTPResponse.Status, rule: RollbackRule, on kind: TestDatabase
  ) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve(rollBackOn: rule) { group in
      group.post("products") { _, context in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        try transaction.send(Announce(product: "tea"))
        return status
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == status) }
      #expect(try await shop.products.count + shop.outboxCount == count)
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aQueueUsedInAHandlerWaitsForTheCommit(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    try await shop.serve { group in
      group.post("products") { _, context in
        try await shop.queue.send(Announce(product: "tea"))
        #expect(try await shop.queuedCount == 0)
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .created) }
      #expect(try await shop.outboxCount == 1)
    }
  }

  @Test func aQueueUsedWhereThereIsNoTransactionSendsAtOnce() async throws {
    let shop = try await Shop(on: .sqlite)
    let router = Router(context: ShopContext.self)
    router.post("products") { _, context in
      try await shop.queue.send(Announce(product: "tea"))
      #expect(try await shop.queuedCount == 1)
      return HTTPResponse.Status.created
    }
    try await shop.serve(router) { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .created) }
    }
  }

  private struct Spilled: Error {}
}
