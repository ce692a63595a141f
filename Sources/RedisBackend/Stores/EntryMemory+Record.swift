import TaskModel

/// A value of the hash in which the beat remembers. Moments are texts: Lua's numbers would lose microseconds.
extension EntryMemory {
  var record: [UInt8] {
    var fields: [(String, JSONValue)] = [
      ("schedule", .string(schedule)), ("anchor", .string(String(anchor.microseconds))),
      ("sent", .integer(Int64(sentCount))), ("skipped", .integer(Int64(skippedCount))),
    ]
    if let lastDue { fields.append(("due", .string(String(lastDue.microseconds)))) }
    if let lastTaskID { fields.append(("task", .string(lastTaskID.rawValue))) }
    if let lastSentAt { fields.append(("sentAt", .string(String(lastSentAt.microseconds)))) }
    return JSONValue.object(JSONObject(fields)).jsonBytes
  }

  /// Nil for what is no such value.
  init?(entry: String, record: [UInt8]) {
    guard let fields = try? JSONParser.parse(record).objectValue else { return nil }
    func moment(_ name: String) -> Timestamp? {
      fields[name]?.stringValue.flatMap { Int64($0) }.map(Timestamp.init(microseconds:))
    }
    self.init(
      entry: entry, schedule: fields["schedule"]?.stringValue ?? "", anchor: moment("anchor") ?? .epoch,
      lastDue: moment("due"), lastTaskID: fields["task"]?.stringValue.map { TaskID($0) }, lastSentAt: moment("sentAt"),
      sentCount: Int(clamping: fields["sent"]?.integerValue ?? 0),
      skippedCount: Int(clamping: fields["skipped"]?.integerValue ?? 0))
  }
}
