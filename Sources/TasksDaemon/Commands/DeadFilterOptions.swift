import ArgumentParser
import TaskConfiguration
import TaskModel

/// Which dead letters, for the commands of `ctl dead`.
struct DeadFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Of this task; * and ? stand for any text and any letter.", valueName: "name"))
  var task: String?
  @Option(help: ArgumentHelp("Of this queue.", valueName: "name")) var queue: String?
  @Option(help: ArgumentHelp("With this in the reason or its detail.", valueName: "text")) var reason: String?
  @Option(help: ArgumentHelp("That died before this time, or longer ago than this (2h).", valueName: "time"))
  var before: String?
  @Option(help: ArgumentHelp("That died after this time, or within this time (2h).", valueName: "time"))
  var after: String?
  @Option(help: ArgumentHelp("Of the task with this id.", valueName: "id")) var id: String?

  func validate() throws { _ = try fields(at: .epoch) }

  var isEmpty: Bool { [task, queue, reason, before, after, id].allSatisfy { $0 == nil } }

  /// As the daemon takes them.
  func fields(at now: Timestamp) throws -> JSONObject {
    var fields = JSONObject()
    for (name, value) in [("id", id), ("task", task), ("queue", queue), ("reason", reason)] {
      guard let value else { continue }
      if value.isEmpty { throw ValidationError("--\(name) is empty: leave it out, or say which") }
      fields[name] = .string(value)
    }
    if let before { fields["died_before"] = .string(try Self.moment(before, "--before", now).iso8601) }
    if let after { fields["died_after"] = .string(try Self.moment(after, "--after", now).iso8601) }
    return fields
  }

  /// A time, or an age.
  static func moment(_ text: String, _ option: String, _ now: Timestamp) throws -> Timestamp {
    if let moment = Timestamp(iso8601: text) { return moment }
    if let age = try? DurationReader.read(text) { return now - age }
    throw ValidationError(
      "\(option) is a time such as 2031-03-04T05:06:07+02:00 or an age such as 90s, 5m, 2h or 3d, not '\(text)'")
  }
}
