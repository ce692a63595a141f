import Glibc
import Logging
import Systemd
import TaskConfiguration
import TaskModel

/// One logging system, set up once: to the journal under systemd, as text otherwise, as JSON lines when asked for.
enum LogSetup {
  static func make(_ options: DaemonOptions, clock: any WallClock) -> Logger {
    LogLevelSwitch.shared.set(Logger.Level(rawValue: options.logLevel.rawValue) ?? .info)
    let format = options.logFormat
    LoggingSystem.bootstrap { label in
      let handler: any LogHandler =
        switch format {
        case .journal: JournalLogHandler(label: label)
        case .json: JSONLinesLogHandler(label: label, clock: clock)
        case .text: TerminalLogHandler(clock: clock)
        case .auto:
          JournalConnection.hasStandardError ? JournalLogHandler(label: label) : TerminalLogHandler(clock: clock)
        }
      return SwitchedLogHandler(handler, levels: .shared)
    }
    return Logger(label: "tasksd")
  }
}
