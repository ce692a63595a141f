import Synchronization
import Testing

@testable import TasksDaemon

@Suite struct OneByOneTests {
  private final class Trace: Sendable {
    private let all = Mutex<[Int]>([])
    func add(_ number: Int) { all.withLock { $0.append(number) } }
    var numbers: [Int] { all.withLock { $0 } }
  }

  private struct Boom: Error {}

  @Test func noTwoRunAtOnceHoweverTheySuspend() async throws {
    let (turns, trace) = (OneByOne(), Trace())
    try await withThrowingTaskGroup { group in
      for number in 0..<50 {
        group.addTask {
          try await turns.run {
            trace.add(number)
            await Task.yield()
            trace.add(number)
          }
        }
      }
      try await group.waitForAll()
    }
    let numbers = trace.numbers
    #expect(numbers.count == 100)
    for index in stride(from: 0, to: 100, by: 2) { #expect(numbers[index] == numbers[index + 1]) }
  }

  @Test func oneThatThrowsDoesNotHoldUpTheNext() async throws {
    let turns = OneByOne()
    await #expect(throws: Boom.self) { try await turns.run { throw Boom() } }
    #expect(try await turns.run { 7 } == 7)
  }
}
