import Glibc
public import Logging
public import TaskModel

/// Logs plain text for people; in colour on a terminal, unless `NO_COLOR` is set (https://no-color.org).
public struct TerminalLogHandler: LogHandler {
  private let output: LineOutput
  private let clock: any WallClock
  private let colored: Bool
  private var settings = LogSettings()

  /// `colored` nil: as described.
  public init(
    output: LineOutput = .standardError, clock: any WallClock, colored: Bool? = nil,
    metadataProvider: Logger.MetadataProvider? = nil
  ) {
    self.output = output
    self.clock = clock
    self.colored = colored ?? (output.isTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    settings.provider = metadataProvider
  }

  public func log(event: LogEvent) {
    let line = TerminalLine(
      time: Self.localTime(clock.now), level: event.level, message: event.message.description,
      metadata: settings.fields(of: event), colored: colored)
    output.write(line.bytes)
  }

  /// `hh:mm:ss.mmm` in the machine's time zone.
  static func localTime(_ moment: Timestamp) -> String {
    var seconds = time_t(moment.microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let milliseconds = Int(abs(moment.microseconds % 1_000_000)) / 1000
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return padded(Int(parts.tm_hour), 2) + ":" + padded(Int(parts.tm_min), 2) + ":" + padded(Int(parts.tm_sec), 2) + "."
      + padded(milliseconds, 3)
  }

  public var metadata: Logger.Metadata {
    get { settings.metadata }
    set { settings.metadata = newValue }
  }

  public var logLevel: Logger.Level {
    get { settings.level }
    set { settings.level = newValue }
  }

  public var metadataProvider: Logger.MetadataProvider? {
    get { settings.provider }
    set { settings.provider = newValue }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { settings.metadata[key] }
    set { settings.metadata[key] = newValue }
  }
}
