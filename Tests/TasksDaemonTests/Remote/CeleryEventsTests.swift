import CeleryWire
import TaskModel
import Testing
import Worker

@testable import TasksDaemon

@Suite("The worker's events in Celery's words") struct CeleryEventsTests {
  private let message = TaskMessage(id: "a", task: "demo.add")

  private func types(_ outcome: TaskEnding.Outcome, ran: Bool) -> [String] {
    let ending = TaskEnding(message: message, outcome: outcome, deliveryCount: 1, duration: ran ? .seconds(1) : nil)
    return CeleryEvents.make(.ended(ending), at: .epoch).map(\.type)
  }

  @Test func everyEndHasItsEvents() {
    let failure = TaskFailure(type: "E", message: "m")
    #expect(types(.succeeded(1), ran: true) == ["task-succeeded"])
    #expect(types(.failed(failure), ran: true) == ["task-failed"])
    #expect(types(.failed(failure), ran: false) == ["task-received", "task-failed"])
    #expect(types(.retried(failure, in: .zero), ran: true) == ["task-retried"])
    #expect(types(.revoked, ran: true) == ["task-revoked"])
    #expect(types(.revoked, ran: false) == ["task-received", "task-revoked"])
    #expect(types(.expired, ran: false) == ["task-received", "task-revoked"])
    #expect(types(.deferred(until: .epoch), ran: false) == ["task-received"])
    #expect(
      types(.deadLettered(.unknownTask, detail: ""), ran: false) == ["task-received", "task-failed", "task-rejected"])
    #expect(types(.returned, ran: true) == ["task-cancelled"])
    #expect(types(.returned, ran: false) == [])
    #expect(CeleryEvents.make(.restored(2), at: .epoch).isEmpty)
    #expect(
      CeleryEvents.make(.started(message, deliveryCount: 1), at: .epoch).map(\.type) == [
        "task-received", "task-started",
      ])
  }

  @Test func anUnknownTaskIsToldAsCeleryTellsIt() {
    let ending = TaskEnding(message: message, outcome: .deadLettered(.unknownTask, detail: "x"), deliveryCount: 1)
    let failed = CeleryEvents.make(.ended(ending), at: .epoch).first { $0.type == "task-failed" }
    #expect(failed?.fields["exception"] == "NotRegistered('demo.add')")
  }

  @Test func unreadableMessagesHaveNoEvents() {
    let ending = TaskEnding(message: nil, outcome: .deadLettered(.unreadable, detail: "x"), deliveryCount: 1)
    #expect(CeleryEvents.make(.ended(ending), at: .epoch).isEmpty)
  }
}
