import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TaskModel
import Tasks
import TasksHummingbird
import Testing

/// What goes in and out of a request with a transaction.
struct RequestBodyTests {
  @Test(arguments: [(1000, HTTPResponse.Status.created, 1), (1001, .contentTooLarge, 0)])
  func aBodyBeyondTheContextsLimitIsRefusedBeforeTheHandler(
    _ length: Int, _ status: HTTPResponse.Status, _ calls: Int
  ) async throws {
    let shop = try await Shop(on: .sqlite)
    let count = Mutex(0)
    try await shop.serve { group in
      group.post("products") { _, _ in
        count.withLock { $0 += 1 }
        return HTTPResponse.Status.created
      }
    } _: { client in
      let body = ByteBuffer(repeating: 65, count: length)
      try await client.execute(uri: "/products", method: .post, body: body) { #expect($0.status == status) }
      #expect(count.withLock { $0 } == calls)
    }
  }

  @Test func aBodyThatIsWrittenPieceByPieceIsWrittenAfterTheCommit() async throws {
    let shop = try await Shop(on: .sqlite)
    try await shop.serve { group in
      group.post("products") { _, context in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        let body = ResponseBody { writer in
          // A transaction of its own sees what the handler's committed.
          try await writer.write(ByteBuffer(string: shop.products.joined()))
          try await writer.finish(nil)
        }
        return Response(status: .created, body: body)
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect(String(buffer: $0.body) == "tea") }
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aBodyThatStillUsesTheTransactionIsToldThatItIsOver(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind)
    let problems = Mutex<[String]>([])
    try await shop.serve { group in
      group.get("products") { _, context in
        let transaction = try context.requireTransaction()
        let body = ResponseBody { writer in
          do {
            _ = try await transaction.query("SELECT name FROM product")
          } catch {
            problems.withLock { $0.append("\(error)") }
          }
          do {
            try transaction.send(Announce(product: "tea"))
          } catch {
            problems.withLock { $0.append("\(error)") }
          }
          try await writer.finish(nil)
        }
        return Response(status: .ok, body: body)
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .get) { #expect($0.status == .ok) }
      #expect(problems.withLock { $0 }.count == 2)
      #expect(problems.withLock { $0 }.allSatisfy { $0.contains("the transaction is over") })
      #expect(try await shop.outboxCount == 0)
    }
  }
}
