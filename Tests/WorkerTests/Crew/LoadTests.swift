import Synchronization
import TaskModel
import Testing

@testable import Worker

@Suite struct LoadTests {
  private final class Rings: Sendable {
    private let number = Mutex(0)
    func add() { number.withLock { $0 += 1 } }
    var count: Int { number.withLock { $0 } }
  }

  private func load(_ prefetch: Prefetch, slots: Int, rings: Rings = Rings()) -> Load {
    let load = Load(prefetch: prefetch) { rings.add() }
    load.setSlots { slots }
    return load
  }

  @Test func roomIsWhatTheLimitLeavesFree() {
    let load = load(.multiplier(4), slots: 2)
    #expect(load.room == 8)
    load.claimed(3)
    #expect(load.room == 5 && load.outstanding == 3)
  }

  @Test func whileAllSlotsAreBusyClaimsWaitForAQuarterOfTheLimit() {
    let rings = Rings()
    let load = load(.multiplier(10), slots: 2, rings: rings)
    load.claimed(20)
    let before = rings.count
    load.settled(4)
    #expect(load.room == 0 && rings.count == before)
    load.settled(1)
    #expect(load.room == 5 && rings.count == before + 1)
  }

  /// With eight slots or more a quarter of the limit is more than one slot: that one must not stand idle meanwhile, nor
  /// the worker seem dead since it does not claim.
  @Test(arguments: [1, 2, 8, 64]) func anIdleSlotAsksForWorkAtOnce(_ slots: Int) {
    for prefetch in [Prefetch.multiplier(1), .multiplier(7), .automatic] {
      let load = load(prefetch, slots: slots)
      for _ in 0..<40 { load.ran(for: .hours(1)) }
      load.claimed(slots)
      load.settled(1)
      #expect(load.room >= 1, "\(slots) slots, \(prefetch)")
    }
  }

  @Test func moreThanTheLimitLeavesNoRoomAndBreaksNothing() {
    let load = load(.multiplier(1), slots: 4)
    load.claimed(4)
    load.setSlots { 1 }
    #expect(load.room == 0)
    load.setSlots { 0 }
    #expect(load.room == 0)
  }

  @Test func theLimitFollowsHowLongRunsTakeOfLate() {
    let load = load(.automatic, slots: 1)
    #expect(load.room == 4)
    for _ in 0..<200 { load.ran(for: .milliseconds(2)) }
    #expect(load.room == 11)
    for _ in 0..<200 { load.ran(for: .seconds(1)) }
    #expect(load.room == 1)
  }
}
