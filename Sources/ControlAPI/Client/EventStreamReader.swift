import TaskModel

/// Reads server-sent events from bytes as they come, cut anywhere: only what ``EventResponse`` writes of the format,
/// so `data` is one JSON object.
struct EventStreamReader {
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private let limit: Int

  /// `limit`: bytes of one line.
  init(limit: Int = 16 << 20) { self.limit = limit }

  /// The events that these bytes complete. Throws for data that is no JSON object or a line beyond the limit.
  mutating func read(_ bytes: some Sequence<UInt8>) throws(JSONError) -> [JSONObject] {
    var events: [JSONObject] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if let event = try endLine() { events.append(event) }
      } else {
        guard line.count < limit else { throw JSONError("an event is longer than \(limit) bytes") }
        line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() throws(JSONError) -> JSONObject? {
    defer { line.removeAll(keepingCapacity: true) }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard line.isEmpty else {
      keepData()
      return nil
    }
    guard !data.isEmpty else { return nil }
    defer { data.removeAll(keepingCapacity: true) }
    let value = try JSONParser.parse(data)
    guard let event = value.objectValue else { throw JSONError("an event is \(value.kind), not an object") }
    return event
  }

  private mutating func keepData() {
    let field = Array("data:".utf8)
    guard line.starts(with: field) else { return }
    let value = line.dropFirst(field.count)
    data.append(contentsOf: value.first == UInt8(ascii: " ") ? value.dropFirst() : value)
  }
}
