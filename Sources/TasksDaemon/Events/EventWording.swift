import Beat
import Logging
import TaskModel
import Tasks
import Worker

/// The one place that words what happens as log lines, each with the fields by which a task's story is found again:
/// `TASK_ID`, `TASK_NAME`, `QUEUE`, `OUTCOME`, `DURATION_MS`, `RETRIES`, `DELIVERY`.
struct EventWording: Sendable {
  let logger: Logger

  func log(_ event: WorkerEvent) {
    switch event {
    case .started(let message, let deliveryCount):
      // One that somebody had before is worth telling: that node is gone, or gave it back.
      let (level, again): (Logger.Level, String) =
        deliveryCount > 1 ? (.notice, ", delivery \(deliveryCount)") : (.debug, "")
      logger.log(
        level: level, "\(name(message)) started\(again)", metadata: fields(of: message, delivery: deliveryCount))
    case .ended(let ending):
      log(ending)
    case .noted(let message, let note):
      log(note, of: message)
    case .stuck(let message, let running):
      logger.error(
        "\(name(message)) does not answer its cancellation after \(text(running)); its thread's place is given to a fresh one",
        metadata: fields(of: message))
    case .stuckReturned(let message, let running):
      logger.warning(
        "\(name(message)) came back after \(text(running)), long given up; its outcome is dropped",
        metadata: fields(of: message))
    case .restored(let count):
      logger.notice("took back \(count) task\(count == 1 ? "" : "s") that a dead node held")
    case .leaseLost(let count):
      logger.error(
        "\(count) outcome\(count == 1 ? "" : "s") dropped: this node was taken for dead, others run those tasks")
    case .brokerAway(let error):
      logger.error("the store is away, retrying: \(error)")
    case .brokerBack(let downtime):
      logger.notice("the store is back after \(text(downtime))")
    case .outcomeRefused(let message, let error):
      logger.error("an outcome cannot be stored, the task is set aside: \(error)", metadata: fields(of: message))
    case .outcomesDropped(let count):
      logger.error(
        "\(count) outcome\(count == 1 ? "" : "s") dropped, since the store does not take them: tasks acknowledged late run again"
      )
    case .notAdmitted(let message, let error):
      logger.error("a task must wait, since its limits cannot be looked up: \(error)", metadata: fields(of: message))
    case .threadRefused(let error):
      logger.error("\(error); the pool is one thread smaller until it grows again")
    }
  }

  private func log(_ note: RunNote, of message: TaskMessage) {
    let level = NoteWording.level(of: note)
    guard level >= logger.logLevel else { return }
    let metadata = fields(of: message).merging(NoteWording.fields(of: note)) { $1 }
    logger.log(level: level, "\(name(message)) \(NoteWording.text(of: note))", metadata: metadata)
  }

  func log(_ event: OutboxEvent) {
    logger.log(level: OutboxWording.level(of: event), "\(OutboxWording.text(of: event))")
  }

  private func log(_ ending: TaskEnding) {
    let (level, outcome, words) = wording(of: ending)
    guard level >= logger.logLevel else { return }
    var metadata = fields(of: ending.message, delivery: ending.deliveryCount)
    metadata["outcome"] = "\(outcome)"
    if let duration = ending.duration { metadata["duration_ms"] = "\(milliseconds(duration))" }
    logger.log(level: level, "\(ending.message.map(name) ?? "a message") \(words)", metadata: metadata)
  }

  private func wording(of ending: TaskEnding) -> (Logger.Level, String, String) {
    let took = ending.duration.map { " in \(text($0))" } ?? ""
    return switch ending.outcome {
    case .succeeded: (.info, "success", "succeeded\(took)")
    case .failed(let failure): (.error, "failure", "failed\(took): \(failure)\(details(failure))")
    case .retried(let failure, let pause): (.warning, "retry", "will be tried again in \(text(pause)): \(failure)")
    case .revoked: (.notice, "revoked", "was revoked\(took)")
    case .replaced: (.info, "replaced", "was replaced\(took)")
    case .ignored: (.info, "ignored", "ended\(took), and wants nothing recorded")
    case .requeued(let reason): (.warning, "requeued", "refused its message, which is back in the queue: \(reason)")
    case .expired: (.notice, "expired", "expired before it ran")
    case .duplicate(let holder): (.notice, "duplicate", "is a duplicate of \(holder), and was not run")
    case .deferred(let eta): (.debug, "deferred", "waits until \(eta)")
    case .deadLettered(let reason, let detail):
      (.error, "dead", "was set aside (\(reason.rawValue)): \(detail); see tasksd ctl dead list")
    case .returned: (.notice, "returned", "was given back unfinished\(took), since the worker stops")
    }
  }

  private func details(_ failure: TaskFailure) -> String { failure.details.map { "\n\($0)" } ?? "" }

  func log(_ event: BeatEvent) {
    let level = BeatWording.level(of: event)
    guard level >= logger.logLevel else { return }
    logger.log(level: level, "\(BeatWording.text(of: event))", metadata: BeatWording.fields(of: event))
  }

  private func name(_ message: TaskMessage) -> String { "\(message.task)[\(message.id)]" }

  private func fields(of message: TaskMessage?, delivery: Int? = nil) -> Logger.Metadata {
    guard let message else { return [:] }
    var fields: Logger.Metadata = [
      "task_id": "\(message.id)", "task_name": "\(message.task)", "queue": "\(message.queue)",
    ]
    if message.retries > 0 { fields["retries"] = "\(message.retries)" }
    if let delivery, delivery > 1 { fields["delivery"] = "\(delivery)" }
    return fields
  }
}

func milliseconds(_ duration: Duration) -> String {
  let tenths = duration.microseconds / 100
  return "\(tenths / 10).\(tenths % 10)"
}

/// A duration for people: `0.3 ms`, `12 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`.
func text(_ duration: Duration) -> String {
  let microseconds = max(0, duration.microseconds)
  let seconds = microseconds / 1_000_000
  switch microseconds {
  case ..<10_000: return "\(milliseconds(.microseconds(microseconds))) ms"
  case ..<1_000_000: return "\(microseconds / 1000) ms"
  case ..<60_000_000: return "\(seconds).\(microseconds / 100_000 % 10) s"
  case ..<3_600_000_000: return "\(seconds / 60) min \(seconds % 60) s"
  case ..<86_400_000_000: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
  default: return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
  }
}
