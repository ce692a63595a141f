import Testing

@testable import Tasks

struct ReplayPauseTests {
  @Test func theFirstReplayComesAtOnce() { #expect(ReplayPause.after(attempt: 1) == .zero) }

  @Test(arguments: [(2, 4), (3, 8), (4, 16), (8, 256), (9, 256), (Int.max, 256)])
  func laterOnesWaitLongerAtRandom(_ attempt: Int, _ most: Int) {
    for _ in 0..<1000 {
      let pause = ReplayPause.after(attempt: attempt)
      #expect(pause >= .zero && pause <= .milliseconds(most))
    }
  }

  @Test(arguments: [0, -1, Int.min])
  func whatIsNoAttemptHasNoPause(_ attempt: Int) { #expect(ReplayPause.after(attempt: attempt) == .zero) }
}
