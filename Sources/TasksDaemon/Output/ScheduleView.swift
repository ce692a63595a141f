import Beat
import Schedules
import TaskConfiguration
import TaskModel

/// The schedule for people and programs: one shape for `tasksd schedule` and `inspect schedule`.
struct ScheduleView {
  let zone: ZoneRules
  let next: Int
  let now: Timestamp

  /// - Throws: 64 for a zone that does not exist.
  static func zone(_ name: String) throws(DaemonError) -> ZoneRules {
    do throws(ValueError) { return try ZoneCatalog(files: DiskFiles()).rules(name) } catch {
      throw DaemonError(.usage, "--zone: \(error.message)\(error.hint.map { "; \($0)" } ?? "")")
    }
  }

  func record(_ entry: BeatEntry, memory: EntryMemory?) -> JSONObject {
    let isKnown = memory?.schedule == entry.schedule.canonicalText
    let anchor = isKnown ? memory?.anchor ?? now : now
    return record(
      entry, anchor: anchor, lastDue: memory?.lastDue, lastTaskID: memory?.lastTaskID, lastSentAt: memory?.lastSentAt,
      sent: memory?.sentCount ?? 0, skipped: memory?.skippedCount ?? 0, isPaused: false)
  }

  func record(_ snapshot: BeatEntrySnapshot) -> JSONObject {
    record(
      snapshot.entry, anchor: snapshot.anchor, lastDue: snapshot.lastDue, lastTaskID: snapshot.lastTaskID,
      lastSentAt: snapshot.lastSentAt, sent: snapshot.sentCount, skipped: snapshot.skippedCount,
      isPaused: snapshot.isPaused)
  }

  private func record(
    _ entry: BeatEntry, anchor: Timestamp, lastDue: Timestamp?, lastTaskID: TaskID?, lastSentAt: Timestamp?, sent: Int,
    skipped: Int, isPaused: Bool
  ) -> JSONObject {
    let start = max(now, lastDue ?? now)
    let times =
      entry.isEnabled && !isPaused
      ? entry.schedule.ticks(after: start, through: .distantFuture, limit: next, anchor: anchor) : []
    return [
      "name": .string(entry.name), "task": .string(entry.task.rawValue), "schedule": .string(entry.schedule.text),
      "state": .string(entry.isEnabled ? (isPaused ? "paused" : "enabled") : "disabled"),
      "next": .array(times.map { .string(local($0)) }), "last": lastDue.map { .string(local($0)) } ?? .null,
      "last_sent": lastSentAt.map { .string(local($0)) } ?? .null, "last_id": JSONValue(lastTaskID?.rawValue),
      "sent": .integer(Int64(sent)), "skipped": .integer(Int64(skipped)), "queue": .string(entry.queue.rawValue),
      "args": .array(entry.arguments.positional), "kwargs": .object(entry.arguments.keywords),
      "origin": .string(entry.origin),
    ]
  }

  /// `2026-03-29T04:00:00+03:00`: local time with its offset.
  private func local(_ moment: Timestamp) -> String {
    let offset = zone.offset(at: moment)
    let shown = (moment + .seconds(offset)).iso8601.replacing("+00:00", with: "")
    let minutes = abs(offset) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(shown)\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  static func table(_ records: [JSONObject]) -> String {
    if records.isEmpty { return "no scheduled entries" }
    var table = Table(["ENTRY", "TASK", "SCHEDULE", "NEXT", "LAST SENT", "SENT", "LAST OUTCOME"], rightAligned: [5])
    for record in records {
      func text(_ key: String) -> String { record[key]?.stringValue ?? "-" }
      let state = text("state")
      let times = (record["next"]?.arrayValue ?? []).compactMap(\.stringValue)
      table.add([
        text("name"), text("task"), text("schedule"),
        state == "enabled"
          ? record["overdue_since"]?.stringValue.map { "OVERDUE since \($0)" } ?? times.first ?? "never" : state,
        text("last_sent"), "\(record["sent"]?.integerValue ?? 0)", text("last_outcome"),
      ])
      for time in times.dropFirst() { table.add(["", "", "", time]) }
    }
    return table.text
  }
}
