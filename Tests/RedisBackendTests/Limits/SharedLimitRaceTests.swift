import RedisTesting
import TaskModel
import Testing

@testable import RedisBackend

/// Two nodes, each with connections of its own, that want the same at the same moment, by the server's time.
struct SharedLimitRaceTests {
  private static let rounds = 1000

  @Test func ofTwoThatSendTheSameOneIsAccepted() async throws {
    let (place, nodes) = try await nodes()
    let answers = try await race(nodes) { backend, round, name in
      try await backend.enqueue([.claiming("key \(round)", TaskID("\(name) \(round)"))]).map(\.holder)
    }
    for (round, (one, two)) in answers.enumerated() {
      let isFair = one == [] ? two == [TaskID("one \(round)")] : one == [TaskID("two \(round)")] && two == []
      #expect(isFair, "round \(round): \(one) and \(two)")
    }
    #expect(try await place.open().waiting() == Self.rounds)
  }

  @Test func ofTwoThatBeginTheSameOneIsAdmitted() async throws {
    let (_, nodes) = try await nodes()
    let answers = try await race(nodes) { backend, round, name in
      let claim = UniqueClaim(key: "key \(round)", end: .done, lifetime: .hours(1))
      return try await backend.admit(TaskID(name), by: name == "one" ? .web : .batch, unique: claim)
    }
    for (one, two) in answers {
      #expect([one, two] == [.granted, .duplicate(of: "one")] || [one, two] == [.duplicate(of: "two"), .granted])
    }
  }

  @Test func ofTwoThatWantTheLastPlaceOneHasIt() async throws {
    let (_, nodes) = try await nodes()
    let answers = try await race(nodes) { backend, round, name in
      try await backend.admit(
        TaskID(name), by: name == "one" ? .web : .batch, place: SharedConcurrency(key: "key \(round)", limit: 1))
    }
    for (one, two) in answers { #expect([one, two] == [.granted, .full] || [one, two] == [.full, .granted]) }
  }

  @Test func ofTwoThatWantTheTokenOneHasIt() async throws {
    let (_, nodes) = try await nodes()
    let limit = try #require(RateLimit(1, per: .hour))
    let answers = try await race(nodes) { backend, round, name in
      try await backend.admit(TaskID(name), rate: SharedRate(key: "key \(round)", limit: limit))
    }
    for (one, two) in answers { #expect((one == .granted) != (two == .granted)) }
  }

  private func nodes() async throws -> (Place, [RedisBackend]) {
    let place = try await Place.fresh(RedisOptions())
    let nodes = [try place.open(), try place.open()]
    try await nodes[0].renewLease(of: .web, for: .hours(1))
    try await nodes[1].renewLease(of: .batch, for: .hours(1))
    return (place, nodes)
  }

  private func race<Answer: Sendable>(
    _ nodes: [RedisBackend], _ ask: @escaping @Sendable (RedisBackend, Int, String) async throws -> Answer
  ) async throws -> [(Answer, Answer)] {
    var answers: [(Answer, Answer)] = []
    for round in 0..<Self.rounds {
      async let one = ask(nodes[0], round, "one")
      async let two = ask(nodes[1], round, "two")
      answers.append(try await (one, two))
    }
    return answers
  }
}
