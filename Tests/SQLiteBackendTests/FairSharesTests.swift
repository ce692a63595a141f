import TaskModel
import Testing

@testable import SQLiteBackend

@Suite struct FairSharesTests {
  /// What a claim of `limit` gets from queues with this many messages, in the order in which it is dealt.
  private func deal(_ lengths: [(QueueName, Int)], limit: Int, turn: Int64 = 0) -> [QueueName] {
    var left = Dictionary(uniqueKeysWithValues: lengths)
    var hands = FairShares(lengths.map(\.0), limit: limit, turn: turn)
    while let (queue, share) = hands.next() {
      let count = min(share, left[queue] ?? 0)
      left[queue, default: 0] -= count
      hands.give((0..<count).map { _ in row(queue) }, wanted: share)
    }
    return hands.dealt.map(\.queue)
  }

  private func row(_ queue: QueueName) -> ClaimedRow {
    ClaimedRow(queue: queue, message: 1, token: 1, deliveries: 1, body: [])
  }

  @Test func aFullQueueLeavesTheOthersTheirShare() {
    #expect(deal([("a", 1000), ("b", 2)], limit: 6) == ["a", "b", "a", "b", "a", "a"])
    #expect(deal([("b", 2), ("a", 1000)], limit: 6) == ["b", "a", "b", "a", "a", "a"])
  }

  @Test func theTurnDecidesWhoIsServedWhenThereIsOneForMany() {
    let queues: [(QueueName, Int)] = [("a", 5), ("b", 5), ("c", 5)]
    #expect((0..<4).map { deal(queues, limit: 1, turn: $0) } == [["a"], ["b"], ["c"], ["a"]])
  }

  @Test func nothingIsAskedForWithoutRoomOrQueues() {
    #expect(deal([], limit: 5).isEmpty)
    #expect(deal([("a", 5)], limit: 0).isEmpty)
    #expect(deal([("a", 5)], limit: -3).isEmpty)
  }

  @Test func aQueueNamedTwiceIsServedOnce() {
    var hands = FairShares(["a", "a"], limit: 4, turn: .min)
    #expect(hands.next()?.1 == 4)
  }

  @Test(arguments: 0..<200)
  func asMuchIsDealtAsThereIsRoomAndSupply(_ seed: UInt64) {
    var random = SeededGenerator(seed)
    let lengths = (0..<Int.random(in: 1...6, using: &random)).map { number in
      (QueueName("q\(number)"), Int.random(in: 0...20, using: &random))
    }
    let limit = Int.random(in: 0...60, using: &random)
    let dealt = deal(lengths, limit: limit, turn: .random(in: .min ... .max, using: &random))
    #expect(dealt.count == min(limit, lengths.map(\.1).reduce(0, +)))
  }
}

/// Splitmix64 (https://prng.di.unimi.it/splitmix64.c): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
