import Beat
import ControlAPI
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
      record["last_outcome"] = JSONValue(await outcome(of: snapshot.lastTaskID))
      records.append(.object(record))
    }
    return ["beat": "here", "entries": .array(records)]
  }

  /// Nil where nothing is known of it any more; the schedule is shown all the same when the store does not answer.
  private func outcome(of id: TaskID?) async -> String? {
    guard let id, let result = try? await parts.backend.result(of: id) else { return nil }
    return result.state.rawValue
  }
}
