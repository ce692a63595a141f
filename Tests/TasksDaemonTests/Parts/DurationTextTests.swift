import TaskModel
import Testing

@testable import TasksDaemon

@Suite struct DurationTextTests {
  @Test(arguments: [
    (Duration.zero, "0.0 ms"), (.microseconds(340), "0.3 ms"), (.microseconds(9_999), "9.9 ms"),
    (.milliseconds(10), "10 ms"), (.milliseconds(999), "999 ms"), (.seconds(1), "1.0 s"),
    (.milliseconds(4_270), "4.2 s"),
    (.milliseconds(59_999), "59.9 s"), (.seconds(60), "1 min 0 s"), (.seconds(200), "3 min 20 s"),
    (.seconds(3599), "59 min 59 s"), (.seconds(3600), "1 h 0 min"), (.seconds(7_500), "2 h 5 min"),
    (.seconds(86_399), "23 h 59 min"), (.seconds(90_000), "1 d 1 h"), (.seconds(-5), "0.0 ms"),
    (.seconds(Int64.max), "106751991 d 4 h"),
  ])
  func aDurationForPeople(_ duration: Duration, _ expected: String) { #expect(text(duration) == expected) }

  @Test(arguments: [
    (Duration.zero, "0.0"), (.microseconds(99), "0.0"), (.microseconds(100), "0.1"), (.microseconds(2_449), "2.4"),
    (.seconds(12), "12000.0"),
  ])
  func millisecondsHaveOneDecimal(_ duration: Duration, _ expected: String) {
    #expect(milliseconds(duration) == expected)
  }
}
