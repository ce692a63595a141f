import ArgumentParser
import ControlAPI
import TaskModel

/// `tasksd ctl control`.
struct SteerCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "control", abstract: "Steer a daemon.",
    discussion: """
      revoke ID… [--terminate]     do not run these; with --terminate end them if they run
      time_limit TASK [SOFT] HARD  in seconds, for runs that begin from now on
      rate_limit TASK RATE         such as 10/m; 0 for none
      pool_grow [N], pool_shrink [N]
      add_consumer QUEUE, cancel_consumer QUEUE
      pause, resume                this node: it takes no new tasks
      pause --queue Q… --schedule ENTRY…, resume --queue Q… --schedule ENTRY…
                                   these, on all tasksd nodes of the store, over restarts, until resumed
      loglevel LEVEL               until the daemon ends
      enable_events, disable_events, shutdown
      """)

  @Argument(help: "The command.") var command: String
  @Argument(help: "Its arguments.") var arguments: [String] = []
  @Flag(help: "revoke: end running ones too.") var terminate = false
  @Option(
    name: .customLong("queue"), help: ArgumentHelp("pause, resume: this queue; may be repeated.", valueName: "name"))
  var queues: [String] = []
  @Option(
    name: .customLong("schedule"),
    help: ArgumentHelp("pause, resume: this entry of the schedule; may be repeated.", valueName: "entry"))
  var entries: [String] = []
  @Flag(help: "pause: also a queue or entry that is not known yet.") var force = false
  @OptionGroup var nodes: NodeOption
  @OptionGroup var daemon: DaemonOption

  func validate() throws { _ = try request() }

  private func request() throws -> JSONObject {
    guard let known = ControlCommand(rawValue: command) else {
      let near = nearestName(to: command, among: ControlCommand.allCases.map(\.rawValue))
      throw ValidationError(
        "there is no control command '\(command)'\(near.map { "; did you mean \($0)?" } ?? ""): "
          + ControlCommand.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if known != .pause && known != .resume && !(queues + entries).isEmpty {
      throw ValidationError("--queue and --schedule are for pause and resume")
    }
    switch known {
    case .revoke:
      guard !arguments.isEmpty else { throw ValidationError("revoke needs the ids of tasks") }
      return ["task_id": .array(arguments.map(JSONValue.string)), "terminate": .bool(terminate)]
    case .timeLimit:
      guard (2...3).contains(arguments.count) else { throw ValidationError("time_limit takes TASK [SOFT] HARD") }
      var request: JSONObject = [
        "task_name": .string(arguments[0]), "hard": try seconds(arguments[arguments.count - 1]),
      ]
      if arguments.count == 3 { request["soft"] = try seconds(arguments[1]) }
      return request
    case .rateLimit:
      guard arguments.count == 2 else { throw ValidationError("rate_limit takes TASK RATE, such as send_sms 10/m") }
      return ["task_name": .string(arguments[0]), "rate_limit": .string(arguments[1])]
    case .poolGrow, .poolShrink:
      guard arguments.count <= 1 else { throw ValidationError("\(command) takes a number of threads") }
      guard let text = arguments.first else { return [:] }
      guard let count = Int64(text) else { throw ValidationError("'\(text)' is not a number of threads") }
      return ["n": .integer(count)]
    case .addConsumer, .cancelConsumer:
      guard arguments.count == 1 else { throw ValidationError("\(command) takes the name of one queue") }
      return ["queue": .string(arguments[0])]
    case .logLevel:
      guard arguments.count == 1 else { throw ValidationError("loglevel takes a level, such as debug") }
      return ["level": .string(arguments[0])]
    case .pause, .resume:
      guard arguments.isEmpty else {
        throw ValidationError("\(command) takes no arguments; name queues with --queue and entries with --schedule")
      }
      return pausing(known)
    case .enableEvents, .disableEvents, .shutdown:
      guard arguments.isEmpty else { throw ValidationError("\(command) takes no arguments") }
      return [:]
    }
  }

  private func pausing(_ command: ControlCommand) -> JSONObject {
    var request = JSONObject()
    if !queues.isEmpty { request["queues"] = .array(queues.map(JSONValue.string)) }
    if !entries.isEmpty { request["schedule"] = .array(entries.map(JSONValue.string)) }
    if command == .pause && force { request["force"] = true }
    return request
  }

  private func seconds(_ text: String) throws -> JSONValue {
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw ValidationError("'\(text)' is not a number of seconds")
    }
    return .double(number)
  }

  func run() async throws {
    let request = nodes.added(to: try request(), daemon.client)
    let reply = try await daemon.ask(patience: nodes.patience) { client throws(DaemonClientError) in
      try await client.control(command, arguments: request)
    }
    try nodes.show(reply, json: daemon.json) { "\($0): \($1["ok"]?.stringValue ?? $1.description)" }
  }
}
