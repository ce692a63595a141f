import Synchronization
import Testing

@testable import Tasks

@Suite struct ConnectionPoolTests {
  @Test func nothingIsOpenedBeforeItIsNeeded() async throws {
    let probe = PoolProbe()
    let pool = probe.pool(limit: 3)
    #expect(probe.opened == 0)
    let connection = try await pool.lend()
    #expect(probe.opened == 1)
    #expect(pool.lentCount == 1)
    await pool.giveBack(connection)
    #expect(pool.lentCount == 0)
    #expect(pool.openCount == 1)
  }

  @Test func whatCameBackIsResetAndLentAgain() async throws {
    let probe = PoolProbe()
    let pool = probe.pool(limit: 3)
    let first = try await pool.lend()
    await pool.giveBack(first)
    #expect(first.resets == 1)
    let second = try await pool.lend()
    #expect(first === second)
    #expect(probe.opened == 1)
  }

  @Test func neverMoreThanTheLimitAreOpenAndWhoWaitsLongestIsNext() async throws {
    let probe = PoolProbe()
    let pool = probe.pool(limit: 2)
    let first = try await pool.lend()
    let second = try await pool.lend()
    let order = Mutex<[Int]>([])
    let waiting = await waiters(5, of: pool) { number, connection in
      order.withLock { $0.append(number) }
      await pool.giveBack(connection)
    }
    #expect(probe.opened == 2)
    await pool.giveBack(first)
    for task in waiting { try await task.value }
    #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
    #expect(probe.opened == 2)
    await pool.giveBack(second)
    #expect(pool.lentCount == 0)
  }

  @Test func whoWaitsTooLongIsToldSo() async throws {
    let pool = PoolProbe().pool(limit: 1, timeIsOver: true)
    let connection = try await pool.lend()
    let error = await #expect(throws: DatabaseError.self) { _ = try await pool.lend() }
    #expect(error?.code == .busy)
    #expect(error?.message.contains("30") == true)
    #expect(pool.waitingCount == 0)
    await pool.giveBack(connection)
    _ = try await pool.lend()
  }

  @Test func whoIsCancelledWaitsNoLonger() async throws {
    let pool = PoolProbe().pool(limit: 1)
    let connection = try await pool.lend()
    let waiting = await waiters(2, of: pool) { _, connection in await pool.giveBack(connection) }
    waiting[0].cancel()
    let error = await #expect(throws: DatabaseError.self) { try await waiting[0].value }
    #expect(error?.code == .cancelled)
    await pool.giveBack(connection)
    try await waiting[1].value
  }

  @Test func whoIsCancelledAlreadyGetsNothing() async throws {
    let pool = PoolProbe().pool(limit: 1)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try await pool.lend()
    }
    let error = await #expect(throws: DatabaseError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(pool.openCount == 0)
  }

  @Test func aBrokenOneIsClosedAndItsPlaceGoesToWhoWaits() async throws {
    let probe = PoolProbe()
    let pool = probe.pool(limit: 1)
    let broken = try await pool.lend()
    let waiting = await waiters(1, of: pool) { _, connection in #expect(connection.number == 2) }
    broken.breakDown()
    await pool.giveBack(broken)
    try await waiting[0].value
    #expect(broken.isClosed)
    #expect(pool.openCount == 1)
  }

  @Test func oneThatBrokeWhileIdleIsNotLent() async throws {
    let probe = PoolProbe()
    let pool = probe.pool(limit: 1)
    let first = try await pool.lend()
    await pool.giveBack(first)
    first.breakDown()
    let second = try await pool.lend()
    #expect(second.number == 2)
    #expect(first.isClosed)
    #expect(pool.openCount == 1)
  }

  @Test func aFailureToOpenLeavesThePlaceToTheNext() async throws {
    let probe = PoolProbe(openFailures: 1)
    let pool = probe.pool(limit: 1)
    let error = await #expect(throws: DatabaseError.self) { _ = try await pool.lend() }
    #expect(error?.code == .unavailable)
    #expect(pool.openCount == 0)
    _ = try await pool.lend()
  }

  @Test func onlyTheFirstIsPreparedAndTheOthersWaitForIt() async throws {
    let probe = PoolProbe(isHeld: true)
    let pool = probe.pool(limit: 3)
    async let first = pool.lend()
    while probe.heldCount < 1 { await Task.yield() }
    let others = await waiters(2, of: pool) { _, _ in }
    #expect(pool.openCount == 1)
    probe.letGo()
    #expect(try await first.number == 1)
    for other in others { try await other.value }
    #expect(probe.prepared == [1])
    #expect(pool.openCount == 3)
  }

  @Test func whatCouldNotBePreparedIsClosedAndTheNextIsPrepared() async throws {
    let probe = PoolProbe(prepareFailures: 1)
    let pool = probe.pool(limit: 3)
    let error = await #expect(throws: DatabaseError.self) { _ = try await pool.lend() }
    #expect(error?.message == "no tables")
    #expect(pool.openCount == 0)
    let second = try await pool.lend()
    #expect(second.number == 2)
    #expect(probe.prepared == [1, 2])
  }

  @Test func closingRefusesWhoWaitsAndClosesWhatIsLentWhenItComesBack() async throws {
    let pool = PoolProbe().pool(limit: 2)
    let lent = try await pool.lend()
    let idle = try await pool.lend()
    let waiting = await waiters(1, of: pool) { _, _ in }
    await pool.close()
    let error = await #expect(throws: DatabaseError.self) { try await waiting[0].value }
    #expect(error?.code == .unavailable)
    await pool.giveBack(idle)
    #expect(idle.isClosed)
    #expect(!lent.isClosed)
    await pool.giveBack(lent)
    #expect(lent.isClosed)
    #expect(pool.openCount == 0)
    let late = await #expect(throws: DatabaseError.self) { _ = try await pool.lend() }
    #expect(late?.code == .unavailable)
  }

  @Test func closingClosesTheIdleAtOnceAndWhatIsJustBeingOpened() async throws {
    let probe = PoolProbe()
    let idle = probe.pool(limit: 1)
    let connection = try await idle.lend()
    await idle.giveBack(connection)
    await idle.close()
    #expect(connection.isClosed)
    #expect(idle.openCount == 0)

    let held = PoolProbe(isHeld: true)
    let pool = held.pool(limit: 1)
    let lending = Task { _ = try await pool.lend() }
    while held.heldCount < 1 { await Task.yield() }
    await pool.close()
    held.letGo()
    let error = await #expect(throws: DatabaseError.self) { try await lending.value }
    #expect(error?.code == .unavailable)
    #expect(pool.openCount == 0)
  }

  @Test func whatWasNotLentIsNotTaken() async throws {
    let pool = PoolProbe().pool(limit: 1)
    let connection = try await pool.lend()
    await pool.giveBack(connection)
    await pool.giveBack(connection)
    await pool.giveBack(PooledProbe(99))
    #expect(connection.resets == 1)
    #expect(pool.openCount == 1)
    #expect(try await pool.lend() === connection)
    #expect(pool.openCount == 1)
  }

  /// Whatever a thousand borrowers do, each ends, no connection has two of them, and the limit holds.
  @Test(arguments: 1...8) func manyBorrowersShareFew(limit: Int) async throws {
    let probe = PoolProbe()
    let pool = probe.pool(limit: limit)
    let inUse = Mutex<Set<Int>>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask { @Sendable in
          let connection = try await pool.lend()
          inUse.withLock { #expect($0.insert(connection.number).inserted) }
          await Task.yield()
          _ = inUse.withLock { $0.remove(connection.number) }
          if number % 7 == 0 { connection.breakDown() }
          await pool.giveBack(connection)
        }
      }
      try await group.waitForAll()
    }
    #expect(pool.lentCount == 0)
    #expect(pool.waitingCount == 0)
    #expect(pool.openCount <= limit)
  }

  /// Tasks that wait in their order, each already waiting when this returns.
  private func waiters(
    _ count: Int, of pool: ConnectionPool<PooledProbe>,
    _ body: @escaping @Sendable (Int, PooledProbe) async -> Void
  ) async -> [Task<Void, any Error>] {
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<count {
      tasks.append(Task { await body(number, try await pool.lend()) })
      while pool.waitingCount <= number { await Task.yield() }
    }
    return tasks
  }
}
