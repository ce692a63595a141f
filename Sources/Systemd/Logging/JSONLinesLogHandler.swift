public import Logging
public import TaskModel

/// Logs one JSON object per line, for machines: `{"time":"…","level":"info","message":"…","logger":"…","task_id":"…"}`.
///
/// `time` is ISO 8601 in UTC. Metadata stands beside; a key that is taken gets a `_` after it.
public struct JSONLinesLogHandler: LogHandler {
  private let output: LineOutput
  private let clock: any WallClock
  private let label: String
  private var settings = LogSettings()

  public init(
    label: String, output: LineOutput = .standardError, clock: any WallClock,
    metadataProvider: Logger.MetadataProvider? = nil
  ) {
    self.label = label
    self.output = output
    self.clock = clock
    settings.provider = metadataProvider
  }

  public func log(event: LogEvent) {
    var writer = JSONWriter(reservingCapacity: 256)
    writer.write(object: Self.object(event, settings.fields(of: event), label: label, at: clock.now))
    output.write(writer.bytes + [0x0A])
  }

  static func object(
    _ event: LogEvent, _ metadata: [(key: String, value: Logger.MetadataValue)], label: String, at time: Timestamp
  ) -> JSONObject {
    var object: JSONObject = [
      "time": .string(time.iso8601), "level": .string(event.level.rawValue),
      "message": .string(event.message.description), "logger": .string(label),
    ]
    for (key, value) in metadata {
      var name = key
      while object[name] != nil { name += "_" }
      object[name] = json(value)
    }
    return object
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let number as Int): .integer(Int64(number))
    case .stringConvertible(let number as Double) where number.isFinite: .double(number)
    case .stringConvertible(let flag as Bool): .bool(flag)
    case .stringConvertible(let value): .string(value.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let values):
      .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
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
