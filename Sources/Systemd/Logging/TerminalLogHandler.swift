import Glibc
public import Logging
public import TaskModel

/// Logs plain text for people. On a terminal in colour, unless `NO_COLOR` is set (https://no-color.org), and with the time of
/// day; elsewhere, which is a file sooner or later, with date and offset.
public struct TerminalLogHandler: LogHandler {
  private let output: LineOutput
  private let clock: any WallClock
  private let colored: Bool
  private let isDated: Bool
  private var settings = LogSettings()

  /// `colored`, `isDated` nil: as described.
  public init(
    output: LineOutput = .standardError, clock: any WallClock, colored: Bool? = nil, isDated: Bool? = nil,
    metadataProvider: Logger.MetadataProvider? = nil
  ) {
    self.output = output
    self.clock = clock
    self.colored = colored ?? (output.isTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    self.isDated = isDated ?? !output.isTerminal
    settings.provider = metadataProvider
  }

  public func log(event: LogEvent) {
    let line = TerminalLine(
      time: Self.localTime(clock.now, isDated: isDated), level: event.level, message: event.message.description,
      metadata: settings.fields(of: event), colored: colored)
    output.write(line.bytes)
  }

  /// `hh:mm:ss.mmm` in the machine's time zone, or `yyyy-mm-ddThh:mm:ss.mmm+hh:mm` (ISO 8601).
  static func localTime(_ moment: Timestamp, isDated: Bool) -> String {
    var seconds = time_t(moment.microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let milliseconds = Int(abs(moment.microseconds % 1_000_000)) / 1000
    let time =
      padded(Int(parts.tm_hour)) + ":" + padded(Int(parts.tm_min)) + ":" + padded(Int(parts.tm_sec)) + "."
      + padded(milliseconds, 3)
    guard isDated else { return time }
    let (year, month) = (padded(Int(parts.tm_year) + 1900, 4), padded(Int(parts.tm_mon) + 1))
    let date = year + "-" + month + "-" + padded(Int(parts.tm_mday))
    let minutes = abs(parts.tm_gmtoff) / 60
    return date + "T" + time + (parts.tm_gmtoff < 0 ? "-" : "+") + padded(minutes / 60) + ":" + padded(minutes % 60)
  }

  private static func padded(_ value: Int, _ width: Int = 2) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
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
