import Beat
import Logging
import Schedules
import TaskModel

/// The words for what happens in the beat.
enum BeatWording {
  static func level(of event: BeatEvent) -> Logger.Level {
    switch event {
    case .alreadyClaimed, .inForce: .debug
    case .sent: .info
    case .skippedOverlap, .caughtUp, .paused, .resumed, .storeBack: .notice
    case .claimedAhead: .warning
    case .refused, .storeAway: .error
    }
  }

  static func text(of event: BeatEvent) -> String {
    switch event {
    case .inForce(let entries): "the schedule is in force: \(entries) entries"
    case .claimedAhead(let entry, let lastDue):
      "schedule '\(entry)' rests until \(lastDue): a tick of then was claimed already, so a clock was wrong; change its "
        + "schedule to start it anew"
    case .sent(let tick): "schedule '\(tick.entry)' sent \(tick.task)[\(tick.id)]"
    case .skippedOverlap(let entry, let due, let previous):
      "schedule '\(entry)' skipped its tick of \(due): the task of the last one, \(previous), is not finished"
    case .paused(let entry, let due):
      "schedule '\(entry)' is paused: its tick of \(due) and those that follow are not sent until it is resumed"
    case .resumed(let entry): "schedule '\(entry)' is resumed"
    case .alreadyClaimed(let entry, let due, _): "schedule '\(entry)': another node sent the tick of \(due)"
    case .caughtUp(let entry, let since, let sent, let mode):
      "schedule '\(entry)' missed ticks since \(since); sent \(sent) of them now (catch_up = \(mode.rawValue))"
    case .refused(let entry, let due, let error): "schedule '\(entry)': the tick of \(due) is refused: \(error)"
    case .storeAway(let error): "the beat cannot reach the store, retrying: \(error)"
    case .storeBack(let downtime): "the beat reaches the store again after \(TasksDaemon.text(downtime))"
    }
  }

  static func fields(of event: BeatEvent) -> Logger.Metadata {
    guard case .sent(let tick) = event else { return [:] }
    return [
      "task_id": "\(tick.id)", "task_name": "\(tick.task)", "queue": "\(tick.queue)", "entry": "\(tick.entry)",
    ]
  }

  /// For listeners on the control socket.
  static func record(_ event: BeatEvent) -> JSONObject? {
    switch event {
    case .sent(let tick):
      [
        "type": "task-sent", "uuid": .string(tick.id.rawValue), "name": .string(tick.task.rawValue),
        "queue": .string(tick.queue.rawValue), "entry": .string(tick.entry), "due": .string(tick.due.iso8601),
      ]
    case .skippedOverlap(let entry, let due, let previous):
      [
        "type": "tick-skipped", "entry": .string(entry), "due": .string(due.iso8601),
        "previous": .string(previous.rawValue),
      ]
    default: nil
    }
  }
}
