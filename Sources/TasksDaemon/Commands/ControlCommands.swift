import ArgumentParser
import ControlAPI
import TaskConfiguration
import TaskModel

/// `tasksd ctl`: a client of the control socket, and nothing more.
struct ControlCommands: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "ctl", abstract: "Look at a running daemon and steer it.",
    subcommands: [
      StatusCommand.self, InspectCommand.self, SteerCommand.self, DeadCommands.self, EventsCommand.self,
      ReloadCommand.self, ControlPurgeCommand.self,
    ])
}

/// The daemon a `ctl` command talks to.
struct DaemonOption: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var client: ClientOptions

  var json: Bool { client.json }

  /// The socket that was named, or else the configuration's. A wrong configuration does not keep from asking a daemon.
  func connect(timeout: Duration? = nil) -> DaemonClient {
    let path =
      client.socket ?? LoadedConfiguration.load(configuration.config, role: .other).configuration.options.controlSocket
    return DaemonClient(socketPath: path, timeout: timeout ?? Duration(saturatingSeconds: client.timeout))
  }

  /// One question and its answer; the client is closed in any case. With `--json` a problem is printed as its document.
  func ask<Reply: Sendable>(
    _ question: (DaemonClient) async throws(DaemonClientError) -> Reply
  ) async throws(DaemonError) -> Reply {
    let daemon = connect()
    do throws(DaemonClientError) {
      let reply = try await question(daemon)
      await daemon.shutdown()
      return reply
    } catch {
      await daemon.shutdown()
      if json { Terminal.print(json: .object(Self.document(error))) }
      let plain = DaemonError(error)
      throw DaemonError(plain.code, json ? "" : plain.description)
    }
  }

  private static func document(_ error: DaemonClientError) -> JSONObject {
    if case .problem(let problem) = error { return problem.document }
    return [
      "type": "urn:tasksd:problem:no-daemon", "title": "No daemon answers", "status": 503,
      "detail": .string(error.description),
    ]
  }
}

/// `tasksd ctl inspect`.
struct InspectCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "inspect", abstract: "Show what a daemon does and holds.",
    discussion: "WHAT is one of: \(InspectName.allCases.map(\.rawValue).joined(separator: ", ")).")

  @Argument(help: ArgumentHelp("What to look at.", valueName: "what")) var what: String
  @Argument(help: ArgumentHelp("Task ids, for query_task.", valueName: "id")) var ids: [String] = []
  @Option(help: ArgumentHelp("At most so many.", valueName: "n")) var limit: Int?
  @Option(help: ArgumentHelp("How many fire times, for schedule.", valueName: "n")) var next: Int?
  @OptionGroup var daemon: DaemonOption

  func validate() throws {
    guard let name = InspectName(rawValue: what) else {
      let near = nearestName(to: what, among: InspectName.allCases.map(\.rawValue))
      throw ValidationError(
        "there is nothing called '\(what)' to inspect\(near.map { "; did you mean \($0)?" } ?? ""): "
          + InspectName.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if name == .queryTask && ids.isEmpty { throw ValidationError("query_task needs the ids of tasks") }
    if name != .queryTask && !ids.isEmpty { throw ValidationError("\(what) takes no ids") }
  }

  func run() async throws {
    var parameters = JSONObject()
    if !ids.isEmpty { parameters["id"] = .array(ids.map(JSONValue.string)) }
    if let limit { parameters["limit"] = .integer(Int64(limit)) }
    if let next { parameters["next"] = .integer(Int64(next)) }
    let reply = try await daemon.ask { client throws(DaemonClientError) in
      try await client.inspect(what, parameters: parameters)
    }
    if daemon.json { return Terminal.print(json: reply) }
    for (node, answer) in reply.objectValue ?? JSONObject() {
      Terminal.print("\(node):")
      Terminal.print(InspectView(what: what).text(answer))
    }
  }
}

/// `tasksd ctl control`.
struct SteerCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "control", abstract: "Steer a daemon.",
    discussion: """
      revoke ID… [--terminate]     do not run these; with --terminate end them if they run
      time_limit TASK [SOFT] HARD  in seconds, for runs that begin from now on
      pool_grow [N], pool_shrink [N]
      add_consumer QUEUE, cancel_consumer QUEUE
      enable_events, disable_events, pause, resume, shutdown
      """)

  @Argument(help: "The command.") var command: String
  @Argument(help: "Its arguments.") var arguments: [String] = []
  @Flag(help: "revoke: end running ones too.") var terminate = false
  @OptionGroup var daemon: DaemonOption

  func validate() throws { _ = try request() }

  private func request() throws -> JSONObject {
    guard let known = ControlCommand(rawValue: command) else {
      let near = nearestName(to: command, among: ControlCommand.allCases.map(\.rawValue))
      throw ValidationError(
        "there is no control command '\(command)'\(near.map { "; did you mean \($0)?" } ?? ""): "
          + ControlCommand.allCases.map(\.rawValue).joined(separator: ", "))
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
    case .enableEvents, .disableEvents, .pause, .resume, .shutdown:
      guard arguments.isEmpty else { throw ValidationError("\(command) takes no arguments") }
      return [:]
    }
  }

  private func seconds(_ text: String) throws -> JSONValue {
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw ValidationError("'\(text)' is not a number of seconds")
    }
    return .double(number)
  }

  func run() async throws {
    let request = try request()
    let reply = try await daemon.ask { client throws(DaemonClientError) in
      try await client.control(command, arguments: request)
    }
    if daemon.json { return Terminal.print(json: reply) }
    for (node, answer) in reply.objectValue ?? JSONObject() {
      Terminal.print("\(node): \(answer["ok"]?.stringValue ?? answer.description)")
    }
  }
}

/// `tasksd ctl reload`.
struct ReloadCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "reload", abstract: "Read the configuration again.",
    discussion: "A configuration with errors is refused with all of them, and the old one stays.")

  @OptionGroup var daemon: DaemonOption

  func run() async throws {
    let reply = try await daemon.ask { client throws(DaemonClientError) in try await client.reload() }
    if daemon.json { return Terminal.print(json: reply) }
    Terminal.print(reply["ok"]?.stringValue ?? reply.description)
  }
}

/// `tasksd ctl purge`: the same as `tasksd purge`, on a running daemon only.
struct ControlPurgeCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "purge", abstract: "Drop all waiting tasks of a running daemon.")

  @Flag(name: [.long, .customShort("f")], help: "Do not ask.") var force = false
  @Option(
    name: [.customLong("queues"), .customShort("Q")],
    help: ArgumentHelp("Only these, separated by commas.", valueName: "names"))
  var queues: String?
  @OptionGroup var daemon: DaemonOption

  func run() async throws {
    let chosen = try queues.map(QueueList.parse)
    try PurgeQuestion(queues: chosen).confirm(force: force)
    let reply = try await daemon.ask { client throws(DaemonClientError) in try await client.purge(chosen) }
    PurgeReport.show(reply.objectValue ?? [:], json: daemon.json)
  }
}

/// `tasksd ctl events`.
struct EventsCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "events", abstract: "Show what happens, as it happens.", discussion: "Until it is interrupted.")

  @OptionGroup var daemon: DaemonOption

  func run() async throws {
    let json = daemon.json
    try await daemon.ask { client throws(DaemonClientError) in
      let events = try await client.events()
      do {
        for try await event in events { Terminal.print(json ? event.description : EventView.line(event)) }
      } catch let error as DaemonClientError {
        throw error
      } catch {
        throw DaemonClientError.noDaemon(socket: client.socketPath, reason: .other("\(error)"))
      }
    }
  }
}
