import TaskModel
import TasksTesting
import Testing

@Suite struct MemoryBackendTests {
  let clock = ManualClock()
  let away = BackendError(.unavailable, attempted: "claim", place: "memory", reason: "the test said so")

  @Test func duringAnOutageEveryCallFailsAndChangesNothing() async throws {
    let backend = MemoryBackend(clock: clock)
    let node = NodeIdentity(name: "celery@web1", incarnation: "1")
    try await backend.enqueue([TaskMessage(id: "kept", task: "t")])
    backend.setOutage(away)
    await #expect(throws: away) { try await backend.enqueue([TaskMessage(id: "refused", task: "t")]) }
    await #expect(throws: away) {
      try await backend.claim(ClaimRequest(node: node, queues: [.standard], limit: 1))
    }
    await #expect(throws: away) { try await backend.result(of: "kept") }
    backend.setOutage(nil)
    let batch = try await backend.claim(ClaimRequest(node: node, queues: [.standard], limit: 9))
    #expect(batch.messages.map(\.message.id) == ["kept"])
  }

  @Test func theEndOfAnOutageRings() async {
    let backend = MemoryBackend(clock: clock)
    backend.setOutage(away)
    let rings = backend.wakeUps()
    backend.setOutage(nil)
    #expect(await rings.first { true } != nil)
  }
}
