import TaskModel
import Testing

@Suite struct TimestampTests {
  @Test func arithmeticSaturatesAtTheEndsOfTime() {
    #expect(Timestamp.distantFuture + .seconds(1) == .distantFuture)
    #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
    #expect(Timestamp.distantPast + .seconds(-1) == .distantPast)
    #expect(Timestamp.distantFuture - .seconds(-1) == .distantFuture)
    #expect(Timestamp.epoch + .seconds(Int64.max) == .distantFuture)
    #expect(Timestamp(microseconds: -2) - .seconds(Int64.max) == .distantPast)
    #expect((Timestamp.distantFuture - Timestamp.distantPast).microseconds == .max)
    #expect((Timestamp.distantPast - Timestamp.distantFuture).microseconds == .min)
    #expect(Timestamp(microseconds: 5) - Timestamp(microseconds: 8) == .microseconds(-3))
  }

  @Test(
    arguments: [
      (0.0, 0), (1.5, 1_500_000), (-1.5, -1_500_000), (0.000_000_4, 0), (.nan, 0), (.infinity, .max),
      (-.infinity, .min),
      (1e300, .max), (9.3e12, .max), (1_930_367_167.089, 1_930_367_167_089_000),
    ] as [(Double, Int64)])
  func secondsFromOutsideBecomeTheNearestMoment(_ seconds: Double, _ microseconds: Int64) {
    #expect(Timestamp(seconds: seconds).microseconds == microseconds)
    #expect(Duration(saturatingSeconds: seconds).microseconds == microseconds)
  }

  @Test func durationsOfAnyLengthCanBeNamed() {
    #expect(Duration.minutes(2) == .seconds(120))
    #expect(Duration.hours(-2) == .seconds(-7200))
    #expect(Duration.days(3) == .seconds(259_200))
    #expect(Duration.days(Int64.max).microseconds == .max)
    #expect(Duration.hours(Int64.min).microseconds == .min)
    #expect(Duration.minutes(UInt64.max).microseconds == .max)
    #expect(Duration.nanoseconds(1999).microseconds == 1)
    #expect(Duration.milliseconds(-1500).inSeconds == -1.5)
  }
}
