import Testing

@testable import RedisBackend

struct PulseTests {
  private let start = ContinuousClock.now

  @Test func aQuietConnectionIsAskedOnceAndGivenUpThen() throws {
    var pulse = Pulse(interval: .seconds(15), now: start)
    #expect(try !pulse.mustAsk(start + .seconds(14)))
    #expect(try pulse.mustAsk(start + .seconds(15)))
    #expect(try !pulse.mustAsk(start + .seconds(29)))
    #expect(throws: LinkError.self) { try pulse.mustAsk(start + .seconds(30)) }
  }

  @Test func anySignIsEnough() throws {
    var pulse = Pulse(interval: .seconds(15), now: start)
    #expect(try pulse.mustAsk(start + .seconds(15)))
    pulse.heard(start + .seconds(16))
    #expect(try !pulse.mustAsk(start + .seconds(30)))
    #expect(try pulse.mustAsk(start + .seconds(31)))
  }

  @Test func attemptsComeLessAndLessOften() {
    var delays = ReconnectDelays(.milliseconds(100) ... .seconds(1))
    for upper in [100, 200, 400, 800, 1000, 1000] {
      let delay = delays.next()
      #expect(delay <= .milliseconds(upper))
      #expect(delay >= .milliseconds(upper / 2))
    }
    delays.reset()
    #expect(delays.next() <= .milliseconds(100))
  }
}
