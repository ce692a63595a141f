import Testing
import Worker

@testable import TasksDaemon

@Suite struct StopRequestTests {
  @Test func nothingIsAskedForAtFirst() { #expect(!StopRequest().isRequested) }

  @Test func aColdStopIsAlsoAWarmOne() async {
    let stop = StopRequest()
    stop.request(.cold)
    await stop.wait(for: .warm)
    await stop.wait(for: .cold)
    #expect(stop.isRequested)
  }

  @Test func aWarmStopDoesNotTakeAColdOneBack() async {
    let stop = StopRequest()
    stop.request(.cold)
    stop.request(.warm)
    await stop.wait(for: .cold)
  }

  @Test func thoseWhoWaitAreWoken() async {
    let stop = StopRequest()
    async let warm: Void = stop.wait(for: .warm)
    async let cold: Void = stop.wait(for: .cold)
    stop.request(.warm)
    await warm
    stop.request(.cold)
    await cold
  }

  @Test func whoeverIsCancelledWaitsNoLongerAndTheOthersDo() async {
    let stop = StopRequest()
    let first = Task { await stop.wait(for: .warm) }
    let second = Task {
      await stop.wait(for: .warm)
      return stop.isRequested
    }
    first.cancel()
    await first.value
    stop.request(.warm)
    #expect(await second.value)
  }
}
