import Hummingbird
import HummingbirdTesting
import TasksTesting
import Testing

struct ShopTests {
  @Test func anOrderIsCreated() async throws {
    try await OpenShop.open { shop in
      let response = try await shop.post("/orders", #"{"item": "tea", "phone": "+4712345678"}"#)
      #expect(response.status == .created)
      #expect(String(buffer: response.body) == #"{"id":1}"#)
      #expect(try await shop.tasks.drain().isEmpty)
    }
  }

  @Test func aDeliverySendsTheQuestionForTwoHoursLater() async throws {
    try await OpenShop.open { shop in
      _ = try await shop.post("/orders", #"{"item": "tea", "phone": "+4712345678"}"#)
      #expect(try await shop.post("/orders/1/delivered").status == .created)
      #expect(try await shop.tasks.drain().isEmpty)
      #expect(try await shop.deferred == 1)

      shop.tasks.clock.advance(by: .seconds(7199))
      #expect(try await shop.tasks.drain().isEmpty)
      shop.tasks.clock.advance(by: .seconds(1))
      #expect(try await shop.tasks.drain().count == 2)
      #expect(shop.gateway.sent.count == 1)
    }
  }

  @Test func theSMSIsWhatTheShopShowsBeforehandAndItsLinkLeadsToTheReview() async throws {
    try await OpenShop.open { shop in
      try await shop.deliverTea()
      let invitation = try await shop.text("/orders/1/invitation")
      shop.tasks.clock.advance(by: .hours(2))
      try await shop.tasks.drain()

      #expect(shop.gateway.sent == [StubGateway.SMS(to: "+4712345678", text: invitation)])
      let link = try #require(invitation.split(separator: "https://example.test").last)
      #expect(invitation == "Tea & Co: how was your tea? https://example.test\(link)")
      #expect(try await shop.text(String(link)) == "How was your tea?")
    }
  }

  @Test func aDeliveryOfNothingIsNotFoundAndSendsNothing() async throws {
    try await OpenShop.open { shop in
      let response = try await shop.post("/orders/7/delivered")
      #expect(response.status == .notFound)
      #expect(try await shop.tasks.drain().isEmpty)
      #expect(try await shop.deferred == 0)
    }
  }

  @Test func whatIsDeliveredTwiceIsAskedForOnce() async throws {
    try await OpenShop.open { shop in
      try await shop.deliverTea()
      #expect(try await shop.post("/orders/1/delivered").status == .notFound)
      shop.tasks.clock.advance(by: .hours(2))
      try await shop.tasks.drain()
      #expect(shop.gateway.sent.count == 1)
    }
  }

  @Test func aDeliveryThatIsGoneMeanwhileIsNothingToDo() async throws {
    try await OpenShop.open { shop in
      try await shop.deliverTea()
      try await shop.tasks.database.transaction { try await $0.execute("DELETE FROM delivery") }
      shop.tasks.clock.advance(by: .hours(2))
      #expect(try await shop.tasks.drain().map(\.outcome) == [.succeeded(.null)])
      #expect(shop.gateway.requests == 0)
    }
  }

  @Test func aGatewayThatFailsTwiceGetsTheSMSOnce() async throws {
    try await OpenShop.open(gateway: [.internalServerError, .internalServerError]) { shop in
      try await shop.deliverTea()
      shop.tasks.clock.advance(by: .hours(2))
      try await shop.tasks.drain()
      for _ in 0..<3 {
        shop.tasks.clock.advance(by: .minutes(10))
        try await shop.tasks.drain()
      }
      #expect(shop.gateway.requests == 3)
      #expect(shop.gateway.sent.count == 1)
    }
  }

  @Test func aGatewayThatAlwaysFailsIsAskedFiveTimes() async throws {
    let failures = Array(repeating: HTTPResponse.Status.serviceUnavailable, count: 10)
    try await OpenShop.open(gateway: failures) { shop in
      try await shop.deliverTea()
      shop.tasks.clock.advance(by: .hours(2))
      for _ in 0..<10 {
        try await shop.tasks.drain(propagatesErrors: false)
        shop.tasks.clock.advance(by: .minutes(10))
      }
      #expect(shop.gateway.requests == 5)
      guard case .failed(let failure) = shop.tasks.runs.last?.outcome else { throw Unexpected() }
      #expect(failure.message == "the SMS gateway answered with status 503")
    }
  }

  private struct Unexpected: Error {}
}
