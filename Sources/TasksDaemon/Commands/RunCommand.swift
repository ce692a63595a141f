import ArgumentParser

/// `tasksd run`: worker and beat in one process.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run tasks and the schedule.",
    discussion: """
      TERM or INT: running tasks finish, then it ends (a second INT: they are cancelled and given back). QUIT: cancelled \
      at once. TSTP: takes nothing new, CONT by `tasksd ctl control resume`. HUP: reads the configuration again. USR1: \
      writes its state to the log.
      """)

  @OptionGroup var options: RunOptions

  func run() async throws { try await DaemonRun(options, roles: [.worker, .beat]).run() }
}

/// `tasksd worker`: only the worker.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", abstract: "Run tasks, without the schedule.")

  @OptionGroup var options: RunOptions

  @Flag(name: [.customShort("B"), .customLong("beat")], help: "Run the schedule too, as `tasksd run` does.")
  var beat = false

  func run() async throws { try await DaemonRun(options, roles: beat ? [.worker, .beat] : [.worker]).run() }
}

/// `tasksd beat`: only the schedule.
struct BeatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "beat", abstract: "Send scheduled tasks, run none.")

  @OptionGroup var options: RunOptions

  func run() async throws { try await DaemonRun(options, roles: [.beat]).run() }
}
