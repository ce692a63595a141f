import TaskModel
import Testing

@testable import TasksDaemon

@Suite struct DeadLetterSearchTests {
  /// Letters with these numbers and nothing else.
  struct Letters: DeadLetterStore {
    let numbers: [Int64]

    func deadLetterCount() async throws(BackendError) -> Int { numbers.count }

    func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter] {
      numbers.filter { $0 > number }.prefix(limit).map(Self.letter)
    }

    func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter? {
      numbers.contains(number) ? Self.letter(number) : nil
    }

    func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] { [] }
    func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] { [] }

    static func letter(_ number: Int64) -> DeadLetter {
      DeadLetter(
        number: number, reason: .rejected, detail: "", queue: "q", diedAt: .epoch, deliveryCount: 1, message: nil)
    }
  }

  @Test(
    arguments: [
      [], [1], [2], [1, 2], [1, 2, 3], [7, 1_000_000], [3, .max], [.max - 1], [1, 5, 6, 7, 100, 101, 4_000_000_000],
    ] as [[Int64]])
  func theNewestHasTheHighestNumber(_ numbers: [Int64]) async throws {
    let newest = try await DeadLetterSearch(store: Letters(numbers: numbers)).newest()
    #expect(newest?.number == numbers.last)
  }

  @Test(arguments: 0..<50 as Range<UInt64>) func alsoAmongGapsOfAnyLength(_ seed: UInt64) async throws {
    var random = SeededNumbers(seed)
    var numbers: [Int64] = [Int64.random(in: 1...10, using: &random)]
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      numbers.append(
        (numbers.last ?? 0) + Int64.random(in: 1...(1 << Int64.random(in: 0...30, using: &random)), using: &random))
    }
    #expect(try await DeadLetterSearch(store: Letters(numbers: numbers)).newest()?.number == numbers.last)
  }

  @Test func theSearchGoesOnOverPagesAndSaysWhetherThereIsMore() async throws {
    let search = DeadLetterSearch(store: Letters(numbers: Array(1...2500)))
    let even = try await search.letters(after: 0, limit: .max) { $0.number % 2 == 0 }
    #expect(even.letters.count == 1250 && !even.hasMore)
    let some = try await search.letters(after: 2000, limit: 3) { $0.number % 100 == 0 }
    #expect(some.letters.map(\.number) == [2100, 2200, 2300] && some.hasMore)
    let last = try await search.letters(after: 2300, limit: 2) { $0.number % 100 == 0 }
    #expect(last.letters.map(\.number) == [2400, 2500] && !last.hasMore)
  }
}
