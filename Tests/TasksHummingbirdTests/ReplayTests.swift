import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TaskModel
import Tasks
import TasksTesting
import TasksHummingbird
import Testing

/// A request whose transaction meets another is handled once more.
struct ReplayTests {
  @Test(arguments: TestDatabase.allCases)
  func twoConflictsCallTheHandlerThreeTimesWithTheSameBodyAndSendOnce(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind, troubles: [.conflict, .conflict])
    let bodies = Mutex<[String]>([])
    try await shop.serve { group in
      group.post("products") { request, context in
        let body = String(buffer: try await request.body.collect(upTo: 1000))
        bodies.withLock { $0.append(body) }
        let transaction = try context.requireTransaction()
        try await transaction.add(body)
        try transaction.send(Announce(product: body))
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post, body: ByteBuffer(string: "tea")) {
        #expect($0.status == .created)
      }
      #expect(bodies.withLock { $0 } == ["tea", "tea", "tea"])
      #expect(try await shop.products == ["tea"])
      #expect(try await shop.outboxCount == 1)
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func moreConflictsThanAttemptsAreA503ThatAsksToComeAgain(_ kind: TestDatabase) async throws {
    let shop = try await Shop(on: kind, troubles: [.conflict, .conflict, .conflict])
    let count = Mutex(0)
    try await shop.serve(options: TransactionOptions(attempts: 3)) { group in
      group.post("products") { _, context in
        count.withLock { $0 += 1 }
        try await context.requireTransaction().add("tea")
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { response in
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
        #expect(response.body.readableBytes == 0)
      }
      #expect(count.withLock { $0 } == 3)
      #expect(try await shop.products == [])
    }
  }

  @Test func twoConflictsThenACommitThatFailsSendNothing() async throws {
    let shop = try await Shop(on: .sqlite, troubles: [.conflict, .conflict, .constraint])
    try await shop.serve { group in
      group.post("products") { _, context in
        try context.requireTransaction().send(Announce(product: "tea"))
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .internalServerError) }
      #expect(try await shop.outboxCount == 0)
      try await client.execute(uri: "/products", method: .post) { #expect($0.status == .created) }
      #expect(try await shop.outboxCount == 1)
    }
  }

  @Test func aCommitOfWhichNobodyKnowsWhetherItWasDoneIsA500() async throws {
    let shop = try await Shop(on: .sqlite, troubles: [.unavailable])
    try await shop.serve { group in
      group.post("products") { _, _ in HTTPResponse.Status.created }
    } _: { client in
      try await client.execute(uri: "/products", method: .post) { response in
        #expect(response.status == .internalServerError)
        #expect(response.headers[.retryAfter] == nil)
      }
    }
  }

  @Test func twoRequestsThatWriteWhatTheOtherReadAreBothDone() async throws {
    let shop = try await Shop(on: .postgresql)
    try await shop.database.transaction { try await $0.add("cup 0") }
    let attempts = Mutex(0)
    // The first to come waits until the second has read what it reads: neither can be committed behind the other.
    let meeting = Meeting(of: 2)
    try await shop.serve { group in
      group.post("cups") { _, context in
        attempts.withLock { $0 += 1 }
        let transaction = try context.requireTransaction()
        let row = try await transaction.first("SELECT count(*) AS n FROM product")
        let count = try row?.get("n", as: Int.self) ?? 0
        await meeting.come()
        try await transaction.add("cup \(count)")
        return HTTPResponse.Status.created
      }
    } _: { client in
      try await withThrowingTaskGroup { group in
        for _ in 0..<2 { group.addTask { try await client.execute(uri: "/cups", method: .post).status } }
        for try await status in group { #expect(status == .created) }
      }
      #expect(try await shop.products == ["cup 0", "cup 1", "cup 2"])
      #expect(attempts.withLock { $0 } >= 3)
    }
  }
}
