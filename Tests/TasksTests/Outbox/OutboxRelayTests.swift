import Synchronization
import TaskModel
import TasksTesting
import Testing

@testable import Tasks

@Suite struct OutboxRelayTests {
  /// A relay between a table and a store in memory, with what it reports.
  private final class Scene: Sendable {
    let clock = ManualClock()
    let table: OutboxTable
    let store: MemoryBackend
    let relay: OutboxRelay
    private let reports: AsyncStream<OutboxEvent>
    private let seen = Mutex<[OutboxEvent]>([])

    init(_ options: OutboxRelayOptions = OutboxRelayOptions()) {
      table = OutboxTable(clock: clock)
      store = MemoryBackend(clock: clock)
      let (stream, continuation) = AsyncStream.makeStream(of: OutboxEvent.self)
      reports = stream
      relay = OutboxRelay(
        database: table, store: store, route: { $0 == "routed" ? "elsewhere" : nil }, options: options,
        report: { continuation.yield($0) })
    }

    /// The relay runs meanwhile.
    func whileRunning(_ body: () async throws -> Void) async throws {
      let running = Task { await relay.run() }
      defer { running.cancel() }
      try await body()
      running.cancel()
      await running.value
    }

    /// The next report of a kind.
    func next(_ fits: (OutboxEvent) -> Bool) async -> OutboxEvent? {
      for await event in reports where fits(event) { return event }
      return nil
    }

    func claim(_ queue: QueueName = .standard) async throws -> [TaskMessage] {
      try await store.claim(
        ClaimRequest(node: NodeIdentity(name: "n", incarnation: "1"), queues: [queue], limit: 10_000)
      )
      .messages.map(\.message)
    }
  }

  /// Others may come between, such as that the inbox was cleaned.
  private func isRelayed(_ event: OutboxEvent) -> Bool { if case .relayed = event { true } else { false } }

  @Test func whatIsCommittedIsBroughtInOrderAndDeleted() async throws {
    let scene = Scene()
    try await scene.whileRunning {
      scene.table.insert(["a", "b", "c"].map { OutboxRow(TaskMessage(id: TaskID($0), task: "t")) })
      var count = 0
      while count < 3, case .relayed(let more) = await scene.next(isRelayed) { count += more }
    }
    #expect(try await scene.claim().map(\.id) == ["a", "b", "c"])
    #expect(scene.table.rows.isEmpty)
    #expect(scene.table.lentCount == 0)
    #expect(scene.relay.standing.relayed == 3)
  }

  @Test func whatStoodThereBeforeIsBroughtAtTheStart() async throws {
    let scene = Scene(OutboxRelayOptions(batch: 3))
    for number in 0..<10 { scene.table.insert("routed", id: "\(number)") }
    try await scene.whileRunning {
      var count = 0
      while count < 10, case .relayed(let more) = await scene.next(isRelayed) { count += more }
    }
    #expect(try await scene.claim("elsewhere").map(\.id.rawValue) == (0..<10).map(String.init))
  }

  @Test func aRingThatWasMissedIsMadeUpForByTheSweep() async throws {
    let scene = Scene()
    scene.table.insert("t", id: "first")
    try await scene.whileRunning {
      _ = await scene.next { $0 == .relayed(1) }
      await scene.clock.waitForSleepers()
      scene.table.insertSilently("t", id: "second")
      scene.clock.advance(by: .seconds(10))
      _ = await scene.next { $0 == .relayed(1) }
    }
    #expect(try await scene.claim().map(\.id) == ["first", "second"])
  }

  @Test func aBadRowIsSetAsideAndTheOthersGoOn() async throws {
    let scene = Scene()
    scene.table.insert("t", id: "a")
    scene.table.insert("t", id: "b", args: "{}")
    scene.table.insert("t", id: "c", createdAt: .text("yesterday"))
    scene.table.insert("t", id: "d")
    #expect(try await scene.relay.relayBatch() == 4)
    #expect(try await scene.claim().map(\.id) == ["a", "d"])
    #expect(scene.table.rows.map(\.number) == [2, 3])
    #expect(scene.table.rows[0].problem?.hasPrefix("args: is an object, not an array") == true)
    #expect(scene.table.rows[1].problem?.contains("created_at") == true)
    #expect(await scene.next { _ in true }.map { if case .setAside(2, "t", _) = $0 { true } else { false } } == true)
    #expect(scene.relay.standing.setAside == 2)
    #expect(try await scene.relay.relayBatch() == 0)
  }

  @Test func theStoreAwayLosesNothingAndIsToldOnce() async throws {
    let scene = Scene()
    let away = BackendError(.unavailable, attempted: "relay", place: "test", reason: "away")
    scene.store.setOutage(away)
    scene.table.insert("t", id: "a")
    try await scene.whileRunning {
      #expect(await scene.next(\.isNews) == .storeAway(away))
      // The sweep's sleep, and the pause between two tries.
      for _ in 0..<5 {
        await scene.clock.waitForSleepers(2)
        scene.clock.advance(by: .seconds(2))
      }
      #expect(scene.relay.standing.storeAwaySince != nil)
      await scene.clock.waitForSleepers(2)
      scene.store.setOutage(nil)
      scene.clock.advance(by: .seconds(2))
      guard case .storeBack(let downtime) = await scene.next(\.isNews) else {
        Issue.record("something else was told")
        return
      }
      #expect(downtime >= .seconds(10))
      #expect(await scene.next(\.isNews) == .relayed(1))
    }
    #expect(try await scene.claim().map(\.id) == ["a"])
    #expect(scene.table.rows.isEmpty)
  }

  @Test func theDatabaseAwayIsToldOnce() async throws {
    let scene = Scene()
    let away = DatabaseError(.unavailable, message: "refused", place: "test")
    scene.table.setOutage(away)
    try await scene.whileRunning {
      #expect(await scene.next(\.isNews) == .databaseAway(away))
      for _ in 0..<3 {
        await scene.clock.waitForSleepers(2)
        scene.clock.advance(by: .seconds(2))
      }
      await scene.clock.waitForSleepers(2)
      scene.table.setOutage(nil)
      scene.table.insert("t", id: "a")
      scene.clock.advance(by: .seconds(2))
      guard case .databaseBack = await scene.next(\.isNews) else {
        Issue.record("something else was told")
        return
      }
      #expect(await scene.next(\.isNews) == .relayed(1))
    }
    #expect(try await scene.claim().map(\.id) == ["a"])
  }

  @Test func rowsThatCouldNotBeDeletedAreBroughtAgainAndNotDoubled() async throws {
    let scene = Scene()
    scene.table.insert("t", id: "a")
    scene.table.setFailing("DELETE FROM tasksd_outbox", true)
    await #expect(throws: RelayFailure.self) { try await scene.relay.relayBatch() }
    #expect(scene.table.rows.count == 1)
    scene.table.setFailing("DELETE FROM tasksd_outbox", false)
    scene.table.insert("t", id: "b")
    #expect(try await scene.relay.relayBatch() == 2)
    #expect(try await scene.claim().map(\.id) == ["a", "b"])
    #expect(scene.table.rows.isEmpty)
  }

  @Test func manyRelaysBringEachRowOnceAndInOrder() async throws {
    let scene = Scene(OutboxRelayOptions(batch: 7))
    for number in 0..<500 { scene.table.insertSilently("t", id: "\(number)") }
    await withTaskGroup { group in
      for _ in 0..<5 {
        group.addTask {
          let relay = OutboxRelay(database: scene.table, store: scene.store, options: OutboxRelayOptions(batch: 7))
          while (try? await relay.relayBatch()) != 0 {}
        }
      }
    }
    #expect(try await scene.claim().map(\.id.rawValue) == (0..<500).map(String.init))
  }

  @Test func whatItReadBeforeItWasSuspendedForHoursIsReadAgain() async throws {
    let scene = Scene()
    scene.table.insert("t", id: "a")
    // Between reading and bringing: meanwhile another relay brings the row.
    let relay = OutboxRelay(
      database: scene.table, store: scene.store,
      route: { _ in
        scene.table.removeAll()
        scene.clock.advance(by: .hours(1))
        return nil
      })
    #expect(try await relay.relayBatch() == 0)
    #expect(try await scene.claim().isEmpty)
  }

  @Test func aDuplicateIsLeftOutAndToldOf() async throws {
    let scene = Scene()
    var message = TaskMessage(id: "a", task: "t")
    message.unique = UniqueClaim(key: "k", end: .done, lifetime: .hours(1))
    try await scene.store.enqueue([message])
    message.id = "b"
    scene.table.insert([OutboxRow(message)])
    #expect(try await scene.relay.relayBatch() == 1)
    #expect(await scene.next { _ in true } == .refusedDuplicate(RefusedDuplicate(id: "b", holder: "a")))
    #expect(scene.table.rows.isEmpty)
  }

  @Test func oldRecordsOfTheInboxAreDeleted() async throws {
    let scene = Scene(OutboxRelayOptions(inboxLifetime: .days(3)))
    let start = scene.clock.now
    try await scene.whileRunning {
      #expect(await scene.next { _ in true } == .inboxCleaned(7))
      await scene.clock.waitForSleepers()
      scene.clock.advance(by: .hours(1))
      #expect(await scene.next { _ in true } == .inboxCleaned(7))
    }
    #expect(
      scene.table.inboxCleanings == [start - .days(3), start + .hours(1) - .days(3)].map(\.sqlValue))
  }

  @Test func whatWaitsIsKnown() async throws {
    let scene = Scene()
    scene.store.setOutage(BackendError(.unavailable, attempted: "relay", place: "test", reason: "away"))
    let written = scene.clock.now
    scene.table.insert("t", id: "a")
    scene.table.insert("t", id: "b")
    try await scene.whileRunning {
      _ = await scene.next { if case .storeAway = $0 { true } else { false } }
      await scene.clock.waitForSleepers(2)
      #expect(scene.relay.standing.waiting == 2)
      #expect(scene.relay.standing.oldest == written)
    }
  }
}

extension OutboxTable {
  /// Without a ring, as when it was missed.
  fileprivate func insertSilently(_ task: String, id: String) { insert(task, id: id, rings: false) }
}

extension OutboxEvent {
  /// The inbox is cleaned at the start, at some moment or other.
  fileprivate var isNews: Bool { if case .inboxCleaned = self { false } else { true } }
}
