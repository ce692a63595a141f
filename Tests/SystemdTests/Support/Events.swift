import Logging

/// What a handler wrote, and events to write.
enum Events {
  static func make(
    _ message: String, level: Logger.Level = .info, metadata: Logger.Metadata? = nil, error: (any Error)? = nil
  ) -> LogEvent {
    LogEvent(
      level: level, message: "\(message)", error: error, metadata: metadata, source: "Tests", file: "Tests/File.swift",
      function: "f()", line: 42)
  }
}
