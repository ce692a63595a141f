import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import TaskModel
import Tasks
import TasksHummingbird
import TasksTesting
import Testing

/// From the request to the end of its tasks.
struct RequestAndTaskTests {
  @Test(arguments: TestDatabase.allCases)
  func aDeliveryEnqueuesTheQuestionForTwoHoursLater(_ kind: TestDatabase) async throws {
    try await Office.open(on: kind, routes: Self.asking(after: .hours(2))) { office in
      try await office.deliver()
      #expect(try await office.tasks.drain().isEmpty)
      #expect(try await office.queued == (0, 1))

      office.tasks.clock.advance(by: .hours(2) - .microseconds(1))
      #expect(try await office.tasks.drain().isEmpty)
      office.tasks.clock.advance(by: .microseconds(1))
      #expect(try await office.tasks.drain().count == 2)
      #expect(office.phone.texts == ["tea"])
    }
  }

  /// The request meets two others, and the task two others and then a commit that is lost.
  @Test(arguments: TestDatabase.allCases)
  func conflictsAndALostCommitMakeOneSMS(_ kind: TestDatabase) async throws {
    try await Office.open(on: kind, routes: Self.asking()) { office in
      office.database.meet([.conflict, .conflict])
      try await office.deliver()
      office.database.meet([.conflict, .conflict, .unavailable])
      try await office.tasks.drain()
      #expect(office.phone.texts.isEmpty)

      office.tasks.clock.advance(by: .minutes(1))
      try await office.tasks.drain()
      #expect(office.phone.texts == ["tea"])
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func aCommitThatIsRefusedOnceMakesOneSMS(_ kind: TestDatabase) async throws {
    try await Office.open(on: kind, routes: Self.asking()) { office in
      try await office.deliver()
      office.database.meet([.conflict, .conflict, .constraint])
      try await office.tasks.drain()
      #expect(office.phone.texts.isEmpty)
      office.tasks.clock.advance(by: .seconds(5))
      #expect(try await office.tasks.drain().count == 2)
      #expect(office.phone.texts == ["tea"])
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func theWebsRollbackRuleDoesNotTouchTasks(_ kind: TestDatabase) async throws {
    try await Office.open(on: kind, rollBackOn: .when { _ in true }, routes: Self.asking()) { office in
      try await office.deliver()
      #expect(try await office.tasks.drain().isEmpty)
      try await office.tasks.queue.send(AskCustomer(product: "coffee"))
      #expect(try await office.tasks.drain().map(\.outcome) == [.succeeded(.null), .succeeded(.null)])
      #expect(office.phone.texts == ["coffee"])
    }
  }

  @Test(arguments: TestDatabase.allCases)
  func insideTheHandlerNothingIsInTheQueueAndAfterTheResponseOneTaskIs(_ kind: TestDatabase) async throws {
    let seen = Mutex<[Int]>([])
    let offices = Mutex<Office?>(nil)
    let routes: @Sendable (RouterGroup<ShopContext>) -> Void = { group in
      group.post("delivered") { _, context in
        try context.requireTransaction().send(Announce(product: "tea"), countdown: .hours(1))
        if let office = offices.withLock({ $0 }) {
          let waiting = try await office.queued.deferred
          seen.withLock { $0.append(waiting) }
        }
        return HTTPResponse.Status.created
      }
    }
    try await Office.open(on: kind, routes: routes) { office in
      offices.withLock { $0 = office }
      try await office.deliver()
      #expect(seen.withLock { $0 } == [0])
      #expect(try await office.tasks.drain().isEmpty)
      #expect(try await office.queued.deferred == 1)
    }
  }

  /// The response is here while the task still runs; and the task finds what the request committed.
  @Test(arguments: TestDatabase.allCases)
  func responseDoesNotWaitForTheTask(_ kind: TestDatabase) async throws {
    let routes: @Sendable (RouterGroup<ShopContext>) -> Void = { group in
      group.post("delivered") { _, context in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        try transaction.send(BrewTea())
        return HTTPResponse.Status.created
      }
    }
    try await Office.open(on: kind, mode: .queued(on: { MemoryBackend(clock: $0) }), routes: routes) { office in
      try await office.deliver()
      #expect(office.tasks.runs.isEmpty)
      async let runs = office.tasks.drain()
      await office.meeting.come()
      #expect(try await runs.map(\.outcome) == [.succeeded(.integer(1))])
    }
  }

  /// Asks the customer, this long after the request.
  private static func asking(
    after countdown: Duration? = nil
  ) -> @Sendable (RouterGroup<ShopContext>) -> Void {
    { group in
      group.post("delivered") { _, context in
        let transaction = try context.requireTransaction()
        try await transaction.add("tea")
        try transaction.send(AskCustomer(product: "tea"), countdown: countdown)
        return HTTPResponse.Status.created
      }
    }
  }
}
