import TaskModel
import Testing

@testable import RedisBackend

/// A key of a queue's name may hold something else: nobody's task is lost in it.
struct WrongKeyTests {
  private let node = NodeIdentity(name: "a@h", incarnation: "1")

  private func message(_ id: TaskID, queue: QueueName) -> TaskMessage {
    TaskMessage(id: id, task: "t", queue: queue)
  }

  @Test func whoSendsIntoSomethingElseIsTold() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    defer { backend.close() }
    _ = try await place.raw().run("SET", "taken", "x")
    let error = try await #require(throws: BackendError.self) {
      try await backend.enqueue([message("1", queue: "fine"), message("2", queue: "taken")])
    }
    #expect(error.code == .refused && error.reason.contains("taken"), "\(error)")
    #expect(try await backend.queueStatistics(of: ["fine"]).first?.waiting == 0)
  }

  @Test func whatCannotBePassedOnIsSetAside() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    defer { backend.close() }
    try await backend.renewLease(of: node, for: .seconds(15))
    try await backend.enqueue([message("1", queue: "fine")])
    let batch = try await backend.claim(ClaimRequest(node: node, queues: ["fine"], limit: 1))
    let claimed = try #require(batch.messages.first)
    _ = try await place.raw().run("SET", "taken", "x")
    let lost = try await backend.settle(
      [Settlement(receipt: claimed.receipt, disposition: .acknowledge, publish: [message("2", queue: "taken")])],
      by: node)
    #expect(lost.isEmpty)
    let letters = try await backend.deadLetters(after: 0, limit: 10)
    #expect(letters.map(\.message?.id) == ["2"])
    #expect(letters.first?.reason == .rejected && letters.first?.detail.contains("no list") == true)
  }

  @Test func whatIsGivenBackIntoSomethingElseIsSetAside() async throws {
    let place = try await Place.fresh()
    let backend = try place.open()
    defer { backend.close() }
    try await backend.renewLease(of: node, for: .seconds(15))
    try await backend.enqueue([message("1", queue: "fine")])
    let batch = try await backend.claim(ClaimRequest(node: node, queues: ["fine"], limit: 1))
    let claimed = try #require(batch.messages.first)
    _ = try await place.raw().run("SET", "fine", "x")
    _ = try await backend.settle(
      [Settlement(receipt: claimed.receipt, disposition: .requeue(countsDelivery: false))], by: node)
    #expect(try await backend.deadLetters(after: 0, limit: 10).map(\.message?.id) == ["1"])
  }
}
