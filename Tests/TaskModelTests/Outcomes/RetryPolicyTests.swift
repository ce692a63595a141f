import TaskModel
import Testing

@Suite struct RetryPolicyTests {
  private func pauses(_ policy: RetryPolicy, error: String = "E", retries: [Int]) -> [Duration?] {
    var generator = SeededGenerator(seed: 3)
    return retries.map { policy.pause(afterFailure: error, retries: $0, using: &generator) }
  }

  @Test func thePauseDoublesUpToTheMaximum() {
    let policy = RetryPolicy.exponential(attempts: 100, jitter: false)
    let expected = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600].map { Duration.seconds($0) }
    #expect(pauses(policy, retries: Array(0..<12)) == expected)
    #expect(pauses(policy, retries: [98]) == [.seconds(600)])
  }

  @Test func jitterStaysBetweenNothingAndThePause() {
    let policy = RetryPolicy.exponential(attempts: 1000, base: .seconds(2), maximum: .seconds(60))
    var generator = SeededGenerator(seed: 9)
    for retries in 0..<10 {
      let ceiling = min(Duration.seconds(2) * (1 << retries), .seconds(60))
      let drawn = (0..<200).compactMap { _ in policy.pause(afterFailure: "E", retries: retries, using: &generator) }
      #expect(drawn.count == 200)
      #expect(drawn.allSatisfy { $0 >= .zero && $0 <= ceiling })
      #expect(Set(drawn).count > 100)
      #expect((drawn.max() ?? .zero) > ceiling * 0.9)
    }
  }

  @Test func attemptsCountTheFirstRun() {
    #expect(
      pauses(.fixed(attempts: 3, pause: .seconds(5)), retries: [0, 1, 2, 3]) == [.seconds(5), .seconds(5), nil, nil])
    #expect(pauses(.never, retries: [0]) == [nil])
    #expect(RetryPolicy(attempts: -4, pause: .fixed(.zero)).attempts == 1)
  }

  @Test func onlyTheNamedErrorsAreTriedAgain() {
    struct Busy: Error {}
    struct Refused: Error {}
    let only = RetryPolicy.fixed(attempts: 2, pause: .zero).retrying(on: Busy.self)
    #expect(pauses(only, error: "Busy", retries: [0]) == [.zero])
    #expect(pauses(only, error: "Refused", retries: [0]) == [nil])
    let never = RetryPolicy.fixed(attempts: 2, pause: .zero).failing(on: Refused.self)
    #expect(pauses(never, error: "Busy", retries: [0]) == [.zero])
    #expect(pauses(never, error: "Refused", retries: [0]) == [nil])
    #expect(pauses(only.failing(on: Busy.self), error: "Busy", retries: [0]) == [nil])
  }

  @Test func numbersFromOutsideDoNotTrap() {
    let policy = RetryPolicy.exponential(attempts: .max)
    #expect(pauses(policy, retries: [.min, -1, 2000, .max - 2]).allSatisfy { $0.map { $0 <= .seconds(600) } ?? false })
    #expect(pauses(policy, retries: [.max]) == [nil])
    let odd = RetryPolicy.exponential(attempts: 9, base: .seconds(Int64.max), maximum: .seconds(-1))
    #expect(pauses(odd, retries: [5]) == [.seconds(-1)])
  }
}
