import TaskModel
import Testing

@testable import Worker

@Suite struct PrefetchTests {
  @Test(arguments: [(1, 4, 4), (3, 4, 12), (0, 4, 4), (-2, 4, 4), (5, 0, 0), (.max, 2, .max), (10_000, .max, .max)])
  func aMultiplierIsForEachSlot(_ multiplier: Int, _ slots: Int, _ limit: Int) {
    #expect(Prefetch.multiplier(multiplier).limit(slots: slots, averageRun: nil) == limit)
    #expect(Prefetch.multiplier(multiplier).limit(slots: slots, averageRun: .seconds(1)) == limit)
  }

  /// How long runs take of late, slots: the limit.
  @Test(
    arguments: [
      (nil, 4, 16), (nil, .max, .max),
      // 20 ms of work in reserve for each slot, besides what runs.
      (.milliseconds(5), 4, 20), (.milliseconds(20), 4, 8), (.milliseconds(21), 4, 4), (.hours(1), 4, 4),
      (.microseconds(100), 1, 201),
      // Never more than 512, unless the slots are more.
      (.microseconds(1), 4, 512), (.zero, 4, 512), (.seconds(-1), 4, 512), (.microseconds(1), 600, 600),
      (.microseconds(Int64.max), 4, 4), (.microseconds(1), .max, .max), (.seconds(1), 0, 0),
    ] as [(Duration?, Int, Int)])
  func automaticHoldsSomeTwentyMillisecondsOfWork(_ run: Duration?, _ slots: Int, _ limit: Int) {
    #expect(Prefetch.automatic.limit(slots: slots, averageRun: run) == limit)
  }

  @Test func longerRunsNeverMakeALargerLimit() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let slots = Int.random(in: 1...64, using: &generator)
      let shorter = Duration.microseconds(Int64.random(in: 0...100_000, using: &generator))
      let longer = shorter + .microseconds(Int64.random(in: 0...100_000, using: &generator))
      let limit = Prefetch.automatic.limit(slots: slots, averageRun: shorter)
      #expect(Prefetch.automatic.limit(slots: slots, averageRun: longer) <= limit)
      #expect((slots...max(slots, 512)).contains(limit))
    }
  }
}
