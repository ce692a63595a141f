import TaskModel
import Testing

@testable import TasksDaemon

/// The ring of the last minute, held against a list of everything.
@Suite struct TakenRateTests {
  @Test func onlyTheLastMinuteCounts() {
    let start = Timestamp(seconds: 1000)
    var rate = TakenRate()
    #expect(rate.perSecond(of: "q", at: start, since: start) == 0)
    for second in 0..<60 { rate.count("q", at: start + .seconds(second)) }
    let later = start + .seconds(59)
    #expect(rate.perSecond(of: "q", at: later, since: .epoch) == 1)
    #expect(rate.perSecond(of: "other", at: later, since: .epoch) == 0)
    #expect(rate.perSecond(of: "q", at: later + .seconds(30), since: .epoch) == 0.5)
    #expect(rate.perSecond(of: "q", at: later + .seconds(60), since: .epoch) == 0)
  }

  @Test func aYoungDaemonsRateIsThatOfItsLife() {
    let start = Timestamp(seconds: 1000)
    var rate = TakenRate()
    for _ in 0..<20 { rate.count("q", at: start) }
    #expect(rate.perSecond(of: "q", at: start + .milliseconds(100), since: start) == 20)
    #expect(rate.perSecond(of: "q", at: start + .seconds(10), since: start) == 2)
  }

  @Test(arguments: 0..<20) func itAgreesWithAListOfEverything(_ seed: UInt64) {
    var random = SeededNumbers(seed)
    var rate = TakenRate()
    var all: [Int64] = []
    // Also before 1970.
    var now = Int64.random(in: -200...200, using: &random)
    for _ in 0..<500 {
      now += Int64.random(in: 0...3, using: &random)
      rate.count("q", at: Timestamp(seconds: Double(now)))
      all.append(now)
      let counted = rate.perSecond(of: "q", at: Timestamp(seconds: Double(now)), since: .distantPast) * 60
      #expect(counted.rounded() == Double(all.filter { $0 > now - 60 }.count))
    }
  }

  @Test func noMomentIsTooFarAway() {
    var rate = TakenRate()
    for moment in [Timestamp.distantPast, .epoch, .distantFuture] {
      rate.count("q", at: moment)
      #expect(rate.perSecond(of: "q", at: moment, since: moment) == 1)
    }
  }
}

/// SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
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
