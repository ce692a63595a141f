import TaskModel
import Testing
import Worker

@testable import TasksDaemon

@Suite("The buffer of events") struct EventBufferTests {
  private func event(_ number: Int) -> WorkerEvent { .restored(number) }

  private func numbers(_ buffer: EventBuffer) -> [Int] {
    buffer.takeAll().compactMap { if case .restored(let number) = $0.event { number } else { nil } }
  }

  @Test func theOldestIsDroppedAndCounted() {
    let buffer = EventBuffer(limit: 3)
    buffer.setOpen(true)
    buffer.setEnabled(true)
    for number in 1...8 { buffer.add(event(number)) { .epoch } }
    #expect(buffer.dropped == 5)
    #expect(numbers(buffer) == [6, 7, 8])
    for number in 1...2 { buffer.add(event(number)) { .epoch } }
    #expect(numbers(buffer) == [1, 2])
    #expect(buffer.dropped == 5)
  }

  @Test func nothingIsTakenInUnlessSomebodySendsItAndSomebodyWantsIt() {
    let buffer = EventBuffer()
    buffer.setEnabled(true)
    buffer.add(event(1)) { .epoch }
    buffer.setOpen(true)
    buffer.add(event(2)) { .epoch }
    #expect(buffer.setEnabled(false))
    buffer.add(event(3)) { .epoch }
    #expect(numbers(buffer) == [2])
  }

  @Test func itRingsWhenThereIsSomethingNew() async {
    let buffer = EventBuffer()
    buffer.setOpen(true)
    buffer.setEnabled(true)
    var bell = buffer.bell.makeAsyncIterator()
    for number in 1...3 {
      buffer.add(event(number)) { .epoch }
      await bell.next()
      #expect(numbers(buffer) == [number])
    }
  }
}
