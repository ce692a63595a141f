import ArgumentParser

/// `tasksd`: its sub-commands, one file each.
struct RootCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasksd",
    abstract: "Runs delayed and scheduled tasks.",
    discussion: """
      One process hosts the worker threads, the beat (timedelta and crontab schedules) and a control socket. Without \
      --config it reads ./tasksd.ini, then /etc/tasksd/tasksd.ini, then uses built-in defaults. Every option may also \
      come from the environment: --loglevel from TASKSD_LOGLEVEL, and so on.
      Exit codes (sysexits): 0 success, 1 a task failed, 64 usage, 69 no daemon or no store, 73 another daemon is there, \
      75 try again, 78 configuration.
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self, WorkerCommand.self, BeatCommand.self, CheckCommand.self, ScheduleCommand.self, CallCommand.self,
      ResultCommand.self, PurgeCommand.self, ControlCommands.self,
    ])
}
