import Synchronization
import TaskModel
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct DeliveryBufferTests {
  private func messages(_ numbers: Range<Int>) -> [ClaimedMessage] {
    numbers.map { Samples.claimed(receipt: String($0)) }
  }

  private func draw(_ buffer: DeliveryBuffer, slot: Int) async -> String? {
    await buffer.next(for: slot)?.receipt.rawValue
  }

  @Test func messagesAreDrawnInTheOrderInWhichTheyCame() async {
    let buffer = DeliveryBuffer()
    #expect(buffer.add(messages(0..<2)) && buffer.add(messages(2..<4)))
    for expected in 0..<4 { #expect(await draw(buffer, slot: 1) == String(expected)) }
    #expect(buffer.reserved.isEmpty)
  }

  @Test func everyWaitingSlotIsWokenForWhatComes() async {
    let buffer = DeliveryBuffer()
    await withTaskGroup(of: String?.self) { group in
      for slot in 0..<3 { group.addTask { await draw(buffer, slot: slot) } }
      #expect(buffer.add(messages(0..<3)))
      var drawn: Set<String?> = []
      for await receipt in group { drawn.insert(receipt) }
      #expect(drawn == ["0", "1", "2"])
    }
  }

  @Test func aSlotThatIsRetiredWhileItWaitsEndsAtOnce() async {
    let buffer = DeliveryBuffer()
    async let end = draw(buffer, slot: 1)
    #expect(buffer.retire(1))
    #expect(await end == nil)
  }

  @Test func aRetiredSlotDrawsNothingAlthoughSomethingIsThere() async {
    let buffer = DeliveryBuffer()
    #expect(buffer.retire(1))
    #expect(buffer.add(messages(0..<1)))
    #expect(await draw(buffer, slot: 1) == nil)
    #expect(await draw(buffer, slot: 2) == "0")
  }

  @Test func aSlotWithAMessageInHandIsNotIdleUntilItPutsItDown() async {
    let buffer = DeliveryBuffer()
    #expect(buffer.add(messages(0..<2)))
    #expect(await draw(buffer, slot: 1) == "0")
    #expect(await draw(buffer, slot: 2) == "1")
    #expect(!buffer.retire(1))
    #expect(await draw(buffer, slot: 1) == nil)
    #expect(buffer.retire(1))
    buffer.putDown(2)
    #expect(buffer.retire(2))
  }

  @Test func aClosedBufferGivesBackTheRestAndTakesNoMore() async {
    let buffer = DeliveryBuffer()
    #expect(buffer.add(messages(0..<3)))
    #expect(await draw(buffer, slot: 1) == "0")
    #expect(buffer.close().map(\.receipt.rawValue) == ["1", "2"])
    #expect(!buffer.add(messages(3..<4)))
    #expect(await draw(buffer, slot: 1) == nil)
    #expect(buffer.close().isEmpty)
  }

  @Test func closingEndsTheSlotsThatWait() async {
    let buffer = DeliveryBuffer()
    await withTaskGroup(of: String?.self) { group in
      for slot in 0..<3 { group.addTask { await draw(buffer, slot: slot) } }
      #expect(buffer.close().isEmpty)
      for await receipt in group { #expect(receipt == nil) }
    }
  }

  /// Slots draw, retire and come anew while messages are added: none is drawn twice, none is left behind.
  @Test(arguments: 1...5) func noMessageIsLostOrDoubledAmongSlotsThatComeAndGo(_ seed: UInt64) async {
    let buffer = DeliveryBuffer()
    let drawn = Mutex<[String]>([])
    var generator = SeededGenerator(seed: seed)
    await withTaskGroup(of: Void.self) { group in
      var sent = 0
      for slot in 0..<40 {
        group.addTask { @Sendable in
          while let message = await buffer.next(for: slot) {
            drawn.withLock { $0.append(message.receipt.rawValue) }
            await Task.yield()
          }
        }
        let count = Int.random(in: 0...20, using: &generator)
        #expect(buffer.add(messages(sent..<sent + count)))
        sent += count
        // The last ones stay, so that somebody is there for what comes.
        if slot > 3, Bool.random(using: &generator) { _ = buffer.retire(slot - 3) }
        await Task.yield()
      }
      while !buffer.reserved.isEmpty { await Task.yield() }
      #expect(buffer.close().isEmpty)
      await group.waitForAll()
      let all = drawn.withLock { $0 }
      #expect(all.count == sent && Set(all).count == sent)
    }
  }
}
