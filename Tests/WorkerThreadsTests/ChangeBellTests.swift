import Testing

@testable import WorkerThreads

@Suite struct ChangeBellTests {
  @Test func everyListenerHearsARing() async {
    let bell = ChangeBell()
    let listeners = [bell.listen(), bell.listen()]
    bell.ring()
    for listener in listeners { #expect(await listener.first { true } != nil) }
  }

  @Test func manyRingsThatCameBeforeAreOne() async {
    let bell = ChangeBell()
    let listener = bell.listen()
    for _ in 0..<10 { bell.ring() }
    bell.close()
    var rings = 0
    for await _ in listener { rings += 1 }
    #expect(rings == 1)
  }

  @Test func whoComesLateHearsNothingOfBefore() async {
    let bell = ChangeBell()
    bell.ring()
    let listener = bell.listen()
    bell.close()
    #expect(await listener.first { true } == nil)
  }

  @Test func aClosedBellEndsWhoListensAndWhoWill() async {
    let bell = ChangeBell()
    let before = bell.listen()
    bell.close()
    bell.ring()
    #expect(await before.first { true } == nil)
    #expect(await bell.listen().first { true } == nil)
  }
}
