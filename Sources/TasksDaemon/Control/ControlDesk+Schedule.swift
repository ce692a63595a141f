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
    return ["beat": "here", "entries": .array(snapshots.map { .object(rules.record($0)) })]
  }
}
