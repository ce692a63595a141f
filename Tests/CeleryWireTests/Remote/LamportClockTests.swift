import Testing

@testable import CeleryWire

@Suite("The logical clock") struct LamportClockTests {
  @Test func itGoesOnByOneWithEachMessageSent() {
    var clock = LamportClock()
    #expect(clock.forward() == 1)
    #expect(clock.forward(by: 3) == 2)
    #expect(clock.value == 4)
    #expect(clock.forward(by: 0) == 5)
    #expect(clock.value == 4)
  }

  @Test func aControlMessageMovesItBeyondBothClocks() {
    var clock = LamportClock()
    // As captured: the request carries 75, the reply 77.
    clock.received(75)
    #expect(clock.value == 76)
    #expect(clock.forward() == 77)
    clock.received(0)
    #expect(clock.value == 79)
  }

  @Test("no clock from outside stops it or turns it back", arguments: [Int64.max, .min, -1, 1 << 53, (1 << 53) + 1])
  func noClockFromOutsideStopsIt(_ other: Int64) {
    var clock = LamportClock()
    clock.received(other)
    #expect(clock.value == 2)
  }

  @Test func itStandsStillAtItsEnd() {
    var clock = LamportClock()
    clock.adjust(to: LamportClock.limit - 1)
    #expect(clock.value == LamportClock.limit)
    clock.received(5)
    _ = clock.forward(by: .max)
    #expect(clock.value == LamportClock.limit)
  }
}
