import Logging
import Synchronization
import TaskModel
import Testing
import Worker

@testable import TasksDaemon

/// What a task's log lines say, and by which fields they are found again.
@Suite struct EventWordingTests {
  private let message = TaskMessage(id: "id1", task: "send", queue: "slow", retries: 1)

  private func logged(_ event: WorkerEvent, level: Logger.Level = .trace) -> [RecordedLine] {
    let recorder = LogRecorder()
    var logger = Logger(label: "test") { _ in recorder }
    logger.logLevel = level
    EventWording(logger: logger).log(event)
    return recorder.lines
  }

  private func ended(_ outcome: TaskEnding.Outcome, after duration: Duration? = nil) -> WorkerEvent {
    .ended(TaskEnding(message: message, outcome: outcome, deliveryCount: 2, duration: duration))
  }

  @Test func everyLineOfATaskHasItsFields() throws {
    let failure = TaskFailure(type: "Boom", message: "it broke", details: "line 1\nline 2")
    let endings: [(WorkerEvent, Logger.Level, String, String)] = [
      (ended(.succeeded(1), after: .milliseconds(12)), .info, "success", "send[id1] succeeded in 12 ms"),
      (
        ended(.failed(failure), after: .seconds(2)), .error, "failure",
        "send[id1] failed in 2.0 s: Boom: it broke\nline 1\nline 2"
      ),
      (
        ended(.retried(failure, in: .seconds(5))), .warning, "retry",
        "send[id1] will be tried again in 5.0 s: Boom: it broke"
      ),
      (ended(.revoked), .notice, "revoked", "send[id1] was revoked"),
      (ended(.expired), .notice, "expired", "send[id1] expired before it ran"),
      (
        ended(.returned, after: .seconds(1)), .notice, "returned",
        "send[id1] was given back unfinished in 1.0 s, since the worker stops"
      ),
      (
        ended(.deadLettered(.unknownTask, detail: "nobody")), .error, "dead",
        "send[id1] was set aside (unknown task): nobody; see tasksd ctl dead list"
      ),
    ]
    for (event, level, outcome, text) in endings {
      let line = try #require(logged(event).first)
      #expect(line.level == level && line.text == text)
      #expect(line.fields["task_id"] == "id1" && line.fields["task_name"] == "send" && line.fields["queue"] == "slow")
      #expect(line.fields["outcome"] == outcome && line.fields["retries"] == "1" && line.fields["delivery"] == "2")
    }
    #expect(logged(ended(.succeeded(1), after: .milliseconds(12))).first?.fields["duration_ms"] == "12.0")
  }

  @Test func aMessageThatCannotBeReadHasNoFieldsOfATask() throws {
    let ending = TaskEnding(message: nil, outcome: .deadLettered(.unreadable, detail: "no JSON"), deliveryCount: 1)
    let line = try #require(logged(.ended(ending)).first)
    #expect(line.text.hasPrefix("a message was set aside") && line.fields["task_id"] == nil)
  }

  @Test func whatTheLevelHidesIsNotEvenWorded() {
    #expect(logged(.started(message, deliveryCount: 1), level: .info).isEmpty)
    #expect(logged(ended(.succeeded(1)), level: .warning).isEmpty)
    #expect(logged(ended(.failed(TaskFailure(type: "x", message: ""))), level: .error).count == 1)
  }

  @Test(arguments: [
    (WorkerEvent.restored(1), "took back 1 task that a dead node held"),
    (.restored(2), "took back 2 tasks that a dead node held"),
    (.leaseLost(count: 1), "1 outcome dropped: this node was taken for dead, others run those tasks"),
    (.brokerBack(downtime: .seconds(90)), "the store is back after 1 min 30 s"),
  ])
  func whatHappensToTheNodeIsSaidOnce(_ event: WorkerEvent, _ expected: String) {
    #expect(logged(event).map(\.text) == [expected])
  }
}

struct RecordedLine: Sendable {
  let level: Logger.Level
  let text: String
  let fields: [String: String]
}

/// Keeps what is logged.
final class LogRecorder: LogHandler, Sendable {
  private let all = Mutex<[RecordedLine]>([])

  var lines: [RecordedLine] { all.withLock { $0 } }

  func log(event: LogEvent) {
    let fields = (event.metadata ?? [:]).mapValues { $0.description }
    all.withLock { $0.append(RecordedLine(level: event.level, text: event.message.description, fields: fields)) }
  }

  private let level = Mutex(Logger.Level.trace)
  var logLevel: Logger.Level {
    get { level.withLock { $0 } }
    set { level.withLock { $0 = newValue } }
  }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }
}
