import Testing

@testable import TaskModel

@Suite struct BackoffTests {
  @Test func pausesDoubleFromFiftyMillisecondsToFiveSecondsWithHalfAtRandom() {
    for _ in 0..<50 {
      var backoff = Backoff()
      for failure in 0..<100 {
        let ceiling = min(Duration.seconds(5), .milliseconds(50) * (1 << min(failure, 10)))
        let pause = backoff.next()
        #expect(pause >= ceiling / 2 && pause <= ceiling)
      }
      backoff.reset()
      #expect(backoff.next() <= .milliseconds(50))
    }
  }

  @Test func noPauseIsLongerThanTheLongest() {
    var backoff = Backoff(longest: .seconds(2))
    for _ in 0..<100 { #expect(backoff.next() <= .seconds(2)) }
  }
}
