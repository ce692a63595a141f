import Beat
import ControlAPI
import Schedules
import TaskConfiguration
import TaskModel

extension ControlDesk {
  func schedule(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    let rules: ScheduleView
    do throws(DaemonError) {
      let zone = try parameters["zone"]?.stringValue.map(ScheduleView.zone) ?? parts.configuration.zone
      rules = ScheduleView(zone: zone, next: Int(clamping: parameters["next"]?.integerValue ?? 1), now: parts.clock.now)
    } catch {
      throw ControlProblem(.invalidArgument, error.description, argument: "zone")
    }
    guard let beat = parts.beat else { return ["beat": "not here", "entries": []] }
    let snapshots: [BeatEntrySnapshot]
    do throws(BackendError) { snapshots = try await beat.freshSnapshot() } catch {
      throw ControlProblem(error.isTransient ? .unavailable : .failed, error.description)
    }
    var records: [JSONValue] = []
    for snapshot in snapshots {
      var record = rules.record(snapshot)
      record["overdue_since"] = JSONValue(overdueSince(snapshot)?.iso8601)
      record["last_outcome"] = JSONValue(await outcome(of: snapshot.lastTaskID))
      records.append(.object(record))
    }
    return ["beat": "here", "entries": .array(records)]
  }

  /// A beat that turns sends within a second. What fell due before this process began is caught up by its own rule.
  private static let punctuality = Duration.seconds(30)

  /// When the tick was due that should have been sent by now; nil for an entry that is on time or rests.
  private func overdueSince(_ snapshot: BeatEntrySnapshot) -> Timestamp? {
    guard snapshot.entry.isEnabled, !snapshot.isPaused else { return nil }
    let start = max(snapshot.lastDue ?? snapshot.anchor, parts.startedAt)
    return snapshot.entry.schedule.ticks(
      after: start, through: parts.clock.now - Self.punctuality, limit: 1, anchor: snapshot.anchor
    ).first
  }

  /// Nil where nothing is known of it any more; the schedule is shown all the same when the store does not answer.
  private func outcome(of id: TaskID?) async -> String? {
    guard let id, let result = try? await parts.backend.result(of: id) else { return nil }
    return result.state.rawValue
  }
}
