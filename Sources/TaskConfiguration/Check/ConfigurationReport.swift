import Schedules
package import TaskModel

/// What is in force, and where each value was said: `tasksd check --print`. Secrets are masked.
package struct ConfigurationReport: Sendable, CustomStringConvertible {
  package struct Row: Hashable, Sendable {
    /// Such as `tasksd`, `app:main`, `celerybeat:backup`.
    package var section: String
    package var name: String
    package var value: String
    package var origin: Origin
  }

  package let rows: [Row]

  package init(_ configuration: DaemonConfiguration) {
    let rows =
      Self.options(configuration) + Self.entries(configuration) + Self.routes(configuration)
      + Self.commands(configuration) + Self.settings(configuration) + Self.secrets(configuration)
    let secrets = configuration.hiddenTexts
    self.rows = rows.map { row in
      Row(section: row.section, name: row.name, value: SecretMask.hide(secrets, in: row.value), origin: row.origin)
    }
  }

  private static func options(_ configuration: DaemonConfiguration) -> [Row] {
    OptionTable.all.map { option in
      let isSecret = configuration.secretOptions.contains(option.name)
      return Row(
        section: "tasksd", name: option.name, value: isSecret ? SecretMask.mask : option.show(configuration.options),
        origin: configuration.origins[option.name] ?? .builtIn)
    }
  }

  private static func entries(_ configuration: DaemonConfiguration) -> [Row] {
    configuration.entries.flatMap { entry in
      var values = [
        ("task", entry.task.rawValue), ("schedule", entry.schedule.text), ("catch_up", entry.catchUp.mode.rawValue),
        ("overlap", entry.overlap.rawValue),
      ]
      if entry.arguments != TaskArguments() {
        values.append(("args", "\(JSONValue.array(entry.arguments.positional))"))
        values.append(("kwargs", "\(JSONValue.object(entry.arguments.keywords))"))
      }
      if entry.runsAtStart { values.append(("run_at_start", "true")) }
      if entry.isRemote { values.append(("remote", "true")) }
      if !entry.isEnabled { values.append(("enabled", "false")) }
      return rows("celerybeat:\(entry.name)", values, entry.location)
    }
  }

  private static func routes(_ configuration: DaemonConfiguration) -> [Row] {
    configuration.routes.flatMap { route in
      let values = [("queue", route.queue?.rawValue), ("priority", route.priority?.description)]
      return rows(
        "celeryroute:\(route.task)", values.compactMap { name, value in value.map { (name, $0) } }, route.location)
    }
  }

  private static func commands(_ configuration: DaemonConfiguration) -> [Row] {
    configuration.commands.flatMap { command in
      var values = [("command", command.words.map(quoted).joined(separator: " ")), ("result", command.result.rawValue)]
      values.append(("timeout", command.options.timeLimit.hard.map(DurationReader.text) ?? "none"))
      values.append(("max_retries", String(command.options.retry.attempts - 1)))
      if let limit = command.options.rateLimit { values.append(("rate_limit", limit.description)) }
      values.append(("queue", (command.options.queue ?? configuration.options.defaultQueue).rawValue))
      values.append(("acks", command.options.acknowledges.rawValue))
      if let user = command.user { values.append(("user", user)) }
      values.append(("pass_secrets", String(command.passSecrets)))
      for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
        values.append(("env.\(name)", SecretMask.masked(key: name, value: value)))
      }
      return rows("task:\(command.name)", values, command.location)
    }
  }

  private static func settings(_ configuration: DaemonConfiguration) -> [Row] {
    configuration.settings.sorted { $0.key < $1.key }.map { key, value in
      Row(
        section: "app:main", name: key, value: SecretMask.masked(key: key, value: value),
        origin: configuration.settingOrigins[key].map(Origin.file) ?? .builtIn)
    }
  }

  private static func secrets(_ configuration: DaemonConfiguration) -> [Row] {
    configuration.secrets.keys.sorted().map { key in
      Row(
        section: "secrets", name: key, value: SecretMask.mask,
        origin: configuration.origins["secrets_file"] ?? .builtIn)
    }
  }

  private static func rows(_ section: String, _ values: [(String, String)], _ location: SourceLocation) -> [Row] {
    values.map { Row(section: section, name: $0.0, value: $0.1, origin: .file(location)) }
  }

  private static func quoted(_ word: String) -> String {
    word.isEmpty || word.utf8.contains(where: { $0.isSpace }) ? "'\(word)'" : word
  }

  /// `name = value    # origin`, by section.
  package var description: String {
    var lines: [String] = []
    var section: String?
    for row in rows {
      if row.section != section {
        if section != nil { lines.append("") }
        lines.append("[\(row.section)]")
        section = row.section
      }
      let text = "\(row.name) = \(row.value.split(whereSeparator: \.isNewline).joined(separator: " "))"
      lines.append(text + String(repeating: " ", count: max(2, 50 - text.count)) + "# \(row.origin)")
    }
    return lines.joined(separator: "\n")
  }

  /// The same for programs: `{"tasksd": {"broker_url": {"value": …, "origin": …}}, …}`; of an option also its other names, and
  /// when a change is in force.
  package var json: JSONValue {
    var sections = JSONObject()
    for row in rows {
      var section = sections[row.section]?.objectValue ?? JSONObject()
      var record: JSONObject = ["value": .string(row.value), "origin": .string(row.origin.description)]
      if row.section == "tasksd", let option = OptionTable.byName[row.name] {
        record["names"] = .array(option.aliases.map { .string($0) })
        record["change"] = .string(option.moment.rawValue)
      }
      section[row.name] = .object(record)
      sections[row.section] = .object(section)
    }
    return .object(sections)
  }
}
