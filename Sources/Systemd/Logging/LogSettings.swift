import Logging

/// What every log handler of ours has in common: level and metadata.
struct LogSettings: Sendable {
  var level: Logger.Level = .info
  var metadata: Logger.Metadata = [:]
  var provider: Logger.MetadataProvider?

  /// The metadata of one event, sorted by name: the handler's, the provider's, the event's; the later wins.
  func fields(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
    var all = metadata
    if let provided = provider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error, all["error"] == nil { all["error"] = .string(String(describing: error)) }
    return all.sorted { $0.key < $1.key }
  }
}
