import CSystemd
import Glibc
public import Logging

/// Logs to the systemd journal, with metadata as fields: `journalctl TASK_ID=…` shows one task's story.
///
/// Where no journal runs, records vanish without an error (sd_journal_sendv(3)); see ``JournalConnection``.
public struct JournalLogHandler: LogHandler {
  private let label: String
  private let identifier: String
  private var settings = LogSettings()

  public init(label: String, identifier: String = "tasksd", metadataProvider: Logger.MetadataProvider? = nil) {
    self.label = label
    self.identifier = identifier
    settings.provider = metadataProvider
  }

  public func log(event: LogEvent) {
    let record = JournalRecord(event, metadata: settings.fields(of: event), label: label, identifier: identifier)
    Self.send(record.fields)
  }

  private static func send(_ fields: [[UInt8]]) {
    var joined = fields.flatMap { $0 }
    joined.withUnsafeMutableBytes { bytes in
      var offset = 0
      let vectors = fields.map { field in
        defer { offset += field.count }
        return iovec(iov_base: bytes.baseAddress?.advanced(by: offset), iov_len: field.count)
      }
      _ = sd_journal_sendv(vectors, CInt(vectors.count))
    }
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
