import ArgumentParser
import ControlAPI
import TaskConfiguration
import TaskModel

/// `tasksd ctl`: a client of the control socket, and nothing more.
struct ControlCommands: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "ctl", abstract: "Look at a running daemon and steer it.",
    subcommands: [
      StatusCommand.self, WhyCommand.self, InspectCommand.self, SteerCommand.self, DeadCommands.self,
      EventsCommand.self,
      ReloadCommand.self, ControlPurgeCommand.self,
    ])
}

/// The daemon a `ctl` command talks to.
struct DaemonOption: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var client: ClientOptions

  var json: Bool { client.json }

  /// One question and its answer; the client is closed in any case. With `--json` a problem is printed as its document.
  ///
  /// - Parameter patience: of the client with the daemon, where `--timeout` means something else.
  func ask<Reply: Sendable>(
    patience: Duration? = nil, _ question: (DaemonClient) async throws(DaemonClientError) -> Reply
  ) async throws(DaemonError) -> Reply {
    // The socket that was named, or else the configuration's. A wrong configuration does not keep from asking a daemon.
    let loaded = client.socket == nil ? LoadedConfiguration.load(configuration.config, role: .other) : nil
    let daemon = DaemonClient(
      socketPath: client.socket ?? loaded?.configuration.options.controlSocket ?? "",
      timeout: patience ?? Duration(saturatingSeconds: client.timeout))
    do throws(DaemonClientError) {
      let reply = try await question(daemon)
      await daemon.shutdown()
      return reply
    } catch {
      await daemon.shutdown()
      if json { Terminal.print(json: .object(Self.document(error))) }
      let plain = DaemonError(error)
      throw DaemonError(plain.code, json ? "" : plain.description + Self.doubt(error, loaded))
    }
  }

  /// Of a socket at which nobody answers, when only the standard path was left to try.
  private static func doubt(_ error: DaemonClientError, _ loaded: LoadedConfiguration?) -> String {
    guard case .noDaemon = error, let problem = loaded?.unreadableFile else { return "" }
    return "\n\(problem): the path above is the standard one"
  }

  private static func document(_ error: DaemonClientError) -> JSONObject {
    if case .problem(let problem) = error { return problem.document }
    return [
      "type": "urn:tasksd:problem:no-daemon", "title": "No daemon answers", "status": 503,
      "detail": .string(error.description),
    ]
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
