import ArgumentParser
import ControlAPI
import TaskModel

/// `tasksd call`: sends one task, through the daemon or straight to the store.
struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Send a task.",
    discussion: """
      Prints the task's id; with --wait its result as JSON, and exits 0 for success and 1 for failure. Goes through the \
      daemon when one answers, and straight to the store when none does.
      """)

  @Argument(help: "The task's name.") var name: String
  @Option(help: ArgumentHelp("Positional arguments, a JSON array.", valueName: "json")) var args: String?
  @Option(help: ArgumentHelp("Arguments by name, a JSON object.", valueName: "json")) var kwargs: String?
  @Option(help: ArgumentHelp("Run it after this many seconds.", valueName: "seconds")) var countdown: Double?
  @Option(help: ArgumentHelp("Run it at this time (ISO 8601).", valueName: "time")) var eta: String?
  @Option(help: ArgumentHelp("Do not run it after this time, or this many seconds.", valueName: "time|seconds"))
  var expires: String?
  @Option(help: ArgumentHelp("The queue.", valueName: "name")) var queue: String?
  @Option(help: ArgumentHelp("0, served first, to 9.", valueName: "0-9")) var priority: Int?
  @Option(help: ArgumentHelp("The task's id.", valueName: "id")) var taskID: String?
  @Flag(help: "Send a name nobody here knows.") var force = false
  @Flag(help: "Wait for the result, for as long as it takes or for --wait-seconds.") var wait = false
  @Option(help: ArgumentHelp("Wait this long for the result.", valueName: "seconds")) var waitSeconds: Double?
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var client: ClientOptions

  func validate() throws {
    for (option, text) in [("the task's name", name), ("--queue", queue), ("--task-id", taskID)] where text == "" {
      throw ValidationError("\(option) is empty")
    }
    if countdown != nil && eta != nil { throw ValidationError("--countdown and --eta exclude each other") }
    if let countdown, !(countdown.isFinite && (0...1e10).contains(countdown)) {
      throw ValidationError("--countdown is a number of seconds from 0, not \(countdown)")
    }
    if let eta, Timestamp(iso8601: eta) == nil {
      throw ValidationError("--eta '\(eta)' is not a time; right would be 2031-03-04T05:06:07+02:00")
    }
    if let expires, Double(expires) == nil, Timestamp(iso8601: expires) == nil {
      throw ValidationError("--expires '\(expires)' is neither a number of seconds nor a time")
    }
    if let priority, !(0...9).contains(priority) { throw ValidationError("--priority is from 0 to 9, not \(priority)") }
    if let waitSeconds, !(waitSeconds.isFinite && waitSeconds >= 0) {
      throw ValidationError("--wait-seconds is a number of seconds from 0")
    }
    _ = try fields()
  }

  private func fields() throws -> JSONObject {
    var fields: JSONObject = ["name": .string(name)]
    if let args {
      fields["args"] = try json("--args", args, isRight: { $0.arrayValue != nil }, "a JSON array such as [1, \"a\"]")
    }
    if let kwargs {
      fields["kwargs"] = try json(
        "--kwargs", kwargs, isRight: { $0.objectValue != nil }, "a JSON object such as {\"id\": 1}")
    }
    if let countdown { fields["countdown"] = .double(countdown) }
    if let eta { fields["eta"] = .string(eta) }
    if let expires { fields["expires"] = Double(expires).map(JSONValue.double) ?? .string(expires) }
    if let queue { fields["queue"] = .string(queue) }
    if let priority { fields["priority"] = .integer(Int64(priority)) }
    if let taskID { fields["task_id"] = .string(taskID) }
    if force { fields["force"] = true }
    return fields
  }

  private func json(
    _ option: String, _ text: String, isRight: (JSONValue) -> Bool, _ expected: String
  ) throws -> JSONValue {
    do {
      let value = try JSONParser.parse(text)
      if isRight(value) { return value }
      throw ValidationError("\(option) is \(value.kind), not \(expected)")
    } catch let error as JSONError {
      throw ValidationError("\(option): \(error); expected is \(expected)")
    }
  }

  func run() async throws {
    configuration.noteIgnored()
    let fields = try fields()
    try await StoreAccess.during(configuration, client) { access in
      let reply = try await access.send(fields)
      let id = TaskID(reply["id"]?.stringValue ?? "")
      if wait || waitSeconds != nil {
        try await ResultReport.wait(for: id, seconds: waitSeconds, access: access, json: client.json)
      } else if client.json {
        Terminal.print(json: .object(reply))
      } else {
        Terminal.print(id.rawValue)
      }
    }
  }
}
