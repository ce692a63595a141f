import ArgumentParser

/// Which configuration.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: [.customLong("config"), .customLong("ini"), .customShort("i")],
    help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: String?

  @Option(
    name: [.customShort("A"), .customLong("app")],
    help: ArgumentHelp("Accepted for Celery's command lines, and ignored.", valueName: "name", visibility: .hidden))
  var app: String?

  func noteIgnored() {
    if let app { Terminal.note("tasksd: -A \(app) is ignored: tasks are compiled in or declared in the configuration") }
  }
}

/// Which daemon, and how to show its answer.
struct ClientOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The control socket; by default the configuration's.", valueName: "path"))
  var socket: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Option(
    name: .customLong("timeout"),
    help: ArgumentHelp(
      "How long to wait for the daemon's answer (10), or with --node for those of other nodes (1).",
      valueName: "seconds"))
  var givenTimeout: Double?

  /// For the daemon's answer, in seconds.
  var timeout: Double { givenTimeout ?? 10 }

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else { throw ValidationError("--timeout is in seconds, from 0 to 86400") }
  }
}

/// How the daemon runs.
struct RunOptions: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOptions

  @Option(
    name: [.customLong("loglevel"), .customShort("l")],
    help: ArgumentHelp("debug, info, notice, warning or error.", valueName: "level"))
  var logLevel: String?

  @Option(help: ArgumentHelp("auto, journal, text or json.", valueName: "format"))
  var logFormat: String?

  @Flag(help: "Drop all waiting tasks before starting.")
  var purge = false

  @Option(name: [.customLong("concurrency"), .customShort("c")], help: ArgumentHelp("Worker threads.", valueName: "n"))
  var concurrency: Int?

  @Option(
    name: [.customLong("queues"), .customShort("Q")],
    help: ArgumentHelp("The queues to take tasks from, separated by commas.", valueName: "names"))
  var queues: String?

  @Option(
    name: [.customLong("hostname"), .customShort("n")], help: ArgumentHelp("The node's name.", valueName: "name"))
  var hostname: String?

  @Option(help: ArgumentHelp("The control socket.", valueName: "path"))
  var socket: String?

  static let logLevels = ["trace", "debug", "info", "notice", "warning", "error"]
  /// Celery's other words for them.
  static let logLevelSynonyms = ["warn", "critical", "fatal"]

  func validate() throws {
    if let logLevel, !(Self.logLevels + Self.logLevelSynonyms).contains(logLevel.lowercased()) {
      throw ValidationError("there is no log level '\(logLevel)': \(Self.logLevels.joined(separator: ", "))")
    }
    if let concurrency, !(1...10_000).contains(concurrency) {
      throw ValidationError("--concurrency is a number of threads from 1 to 10000, not \(concurrency)")
    }
  }
}
