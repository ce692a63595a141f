import TaskConfiguration
import TaskModel

/// The options in force as Celery's `inspect conf` shows them: name to value, secrets masked.
enum ConfigurationView {
  static func conf(_ configuration: DaemonConfiguration, withDefaults: Bool) -> JSONObject {
    let rows = ConfigurationReport(configuration).rows.filter { $0.section == "tasksd" }
    return JSONObject(
      rows.filter { withDefaults || $0.origin != .builtIn }.map { ($0.name, JSONValue.string($0.value)) })
  }
}
