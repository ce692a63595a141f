import Logging

/// Logs from the process's level on, whatever it was when the logger was made.
struct SwitchedLogHandler: LogHandler {
  private var inner: any LogHandler
  private let levels: LogLevelSwitch
  /// Set by whoever wants another level for a logger of his own.
  private var own: Logger.Level?

  init(_ inner: any LogHandler, levels: LogLevelSwitch) {
    self.inner = inner
    self.levels = levels
    // What comes this far has been found worth logging.
    self.inner.logLevel = .trace
  }

  func log(event: LogEvent) { inner.log(event: event) }

  var logLevel: Logger.Level {
    get { own ?? levels.level }
    set { own = newValue }
  }

  var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { inner.metadataProvider }
    set { inner.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue }
  }
}
