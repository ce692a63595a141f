/// Marks an envelope as given back, as kombu's restore does, by inserting text at the places scanned: all else stays byte for
/// byte what the sender wrote, numbers no parser of ours could keep included.
struct RedeliveryMark {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let deliveries: Int?
  private var edits: [Edit] = []

  /// Replaces the bytes of `range` (empty: inserts) by `text`.
  private struct Edit {
    let range: Range<Int>
    let text: String
  }

  /// Where an object lies and which members of interest it has.
  private struct Members {
    var isEmpty = true
    /// Behind the last member, or behind the bracket.
    var end = 0
    var places: [String: Range<Int>] = [:]
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>, deliveries: Int?) {
    self.bytes = bytes
    self.deliveries = deliveries
  }

  /// The marked envelope.
  mutating func marked() throws(UnreadableReason) -> [UInt8] {
    var scanner = JSONScanner(bytes, name: "the envelope")
    let parts = try members(&scanner, named: ["headers", "properties"])
    try scanner.expectEnd()
    guard let headers = parts.places["headers"], let properties = parts.places["properties"] else {
      throw UnreadableReason("the envelope has no headers or no properties")
    }
    var wanted = [(name: "redelivered", text: "true")]
    if let deliveries { wanted.append((name: "tasksd_deliveries", text: String(deliveries))) }
    try set(wanted, in: headers)
    scanner.position = properties.lowerBound
    guard let info = try members(&scanner, named: ["delivery_info"]).places["delivery_info"] else {
      throw UnreadableReason("property delivery_info is missing")
    }
    try set([(name: "redelivered", text: "true")], in: info)
    return applied()
  }

  private mutating func set(_ members: [(name: String, text: String)], in object: Range<Int>) throws(UnreadableReason) {
    var scanner = JSONScanner(bytes, name: "the envelope")
    scanner.position = object.lowerBound
    let found = try self.members(&scanner, named: members.map(\.name))
    var added = ""
    for (name, text) in members {
      if let place = found.places[name] {
        edits.append(Edit(range: place, text: text))
      } else {
        added += (found.isEmpty && added.isEmpty ? "" : ", ") + "\"\(name)\": \(text)"
      }
    }
    if !added.isEmpty { edits.append(Edit(range: found.end..<found.end, text: added)) }
  }

  /// The values of an object's members by name, the last of several.
  private func members(_ scanner: inout JSONScanner, named names: [String]) throws(UnreadableReason) -> Members {
    var members = Members()
    try scanner.enter(UInt8(ascii: "{"))
    members.end = scanner.position
    while try scanner.hasNext(UInt8(ascii: "}"), isFirst: members.isEmpty) {
      members.isEmpty = false
      let key = try scanner.key().text
      _ = scanner.peek()
      let start = scanner.position
      _ = try scanner.value()
      members.end = scanner.position
      if let key, names.contains(key) { members.places[key] = start..<scanner.position }
    }
    return members
  }

  private func applied() -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 128)
    var position = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      output.append(contentsOf: bytes[position..<edit.range.lowerBound])
      output.append(contentsOf: edit.text.utf8)
      position = edit.range.upperBound
    }
    output.append(contentsOf: bytes[position...])
    return output
  }
}
