import TaskConfiguration
import TaskModel

/// The options in force as Celery's `inspect conf` shows them: name to value, secrets masked; numbers and truth values as
/// such.
enum ConfigurationView {
  static func conf(_ configuration: DaemonConfiguration, withDefaults: Bool) -> JSONObject {
    let rows = ConfigurationReport(configuration).rows.filter { $0.section == "tasksd" }
    return JSONObject(rows.filter { withDefaults || $0.origin != .builtIn }.map { ($0.name, typed($0.value)) })
  }

  private static func typed(_ text: String) -> JSONValue {
    switch text {
    case "true": true
    case "false": false
    case "none": .null
    default: Int64(text).map(JSONValue.integer) ?? .string(text)
    }
  }
}
