import Testing

@testable import TaskModel

@Suite struct RateBucketTests {
  private let start = Timestamp(seconds: 1_700_000_000)

  @Test func oneMayBeginAtOnceAndTheOthersInTurn() throws {
    var bucket = RateBucket(try #require(RateLimit(1)))
    #expect(bucket.admit(at: start) == nil)
    #expect(bucket.admit(at: start) == start + .seconds(1))
    #expect(bucket.admit(at: start) == start + .seconds(2))
    // Whoever comes first has the token that was promised.
    #expect(bucket.admit(at: start + .seconds(1)) == nil)
    #expect(bucket.admit(at: start + .seconds(1)) == start + .seconds(3))
  }

  @Test func aPauseIsNotMadeUpFor() throws {
    var bucket = RateBucket(try #require(RateLimit(10)))
    for _ in 0..<1000 { _ = bucket.admit(at: start) }
    let later = start + .hours(1)
    let admitted = (0..<1000).count { _ in bucket.admit(at: later) == nil }
    #expect(admitted == 1)
  }

  @Test func aClockThatIsSetBackDoesNotHoldTasks() throws {
    var bucket = RateBucket(try #require(RateLimit(10)))
    #expect(bucket.admit(at: start + .days(30)) == nil)
    #expect(bucket.admit(at: start) == nil)
  }

  @Test(arguments: [0.001, 1, 3, 1000, 1e9]) func nobodyIsSentAwayForLongerThanTheHorizon(rate: Double) throws {
    var bucket = RateBucket(try #require(RateLimit(rate)))
    for _ in 0..<30_000 {
      guard let slot = bucket.admit(at: start) else { continue }
      #expect(slot > start && slot <= start + RateBucket.horizon)
    }
  }

  /// Tasks come when they like and come back when they were told to: never more begin than the limit allows, and all begin
  /// about as soon as it allows.
  @Test(arguments: 0..<40) func theLimitHoldsAndIsUsed(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let limit = try #require(RateLimit(Double.random(in: 0.2...50, using: &random)))
    let interval = limit.interval.inSeconds
    let count = Int.random(in: 1...300, using: &random)
    let spread = Double.random(in: 0...(interval * 100), using: &random)
    let late = Double.random(in: 0...0.3, using: &random)
    var bucket = RateBucket(limit)
    var arrivals = (0..<count).map { _ in Double.random(in: 0...spread, using: &random) }
    var begun: [Double] = []
    while !arrivals.isEmpty {
      arrivals.sort(by: >)
      let now = arrivals.removeLast()
      guard let slot = bucket.admit(at: start + Duration(saturatingSeconds: now)) else {
        begun.append(now)
        continue
      }
      arrivals.append((slot - start).inSeconds + Double.random(in: 0...late, using: &random))
    }
    let slack = max(1, 2 * interval) / interval + 2
    for (index, first) in begun.enumerated() {
      for later in stride(from: index, to: begun.count, by: 7) {
        let allowed = (begun[later] - first) / interval + slack
        #expect(Double(later - index + 1) <= allowed + 1e-6)
      }
    }
    let last = try #require(begun.max())
    #expect(last <= spread + Double(count + 2) * interval + Double(count) * late + 1)
  }
}
