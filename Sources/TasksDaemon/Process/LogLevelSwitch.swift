import Logging
import Synchronization

/// The level from which this process logs, for all its loggers: settable while it runs.
final class LogLevelSwitch: Sendable {
  static let shared = LogLevelSwitch()

  private let current = Mutex(Logger.Level.info)

  var level: Logger.Level { current.withLock { $0 } }

  func set(_ level: Logger.Level) { current.withLock { $0 = level } }

  /// Also by the names that Python's logging has for them; nil for what is none.
  static func level(named text: String) -> Logger.Level? {
    switch text.lowercased() {
    case "warn": .warning
    case "fatal": .critical
    case let name: Logger.Level(rawValue: name)
    }
  }
}
