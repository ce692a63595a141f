import CeleryWire
import TaskModel

/// A member of the set of dead letters: a JSON object with what is known of the death, a line's end, the envelope.
extension DeadLetter {
  /// Nil for what is no such member.
  init?(record: [UInt8]) {
    guard let end = record.firstIndex(of: UInt8(ascii: "\n")),
      let header = try? JSONParser.parse(Array(record[..<end])).objectValue,
      let number = header["number"]?.stringValue.flatMap({ Int64($0) }),
      let queue = header["queue"]?.stringValue.map(QueueName.init(_:)),
      let diedAt = header["at"]?.stringValue.flatMap({ Int64($0) })
    else { return nil }
    let reason = header["reason"]?.stringValue.flatMap(Reason.init(rawValue:)) ?? .rejected
    let envelope = Array(record[(end + 1)...])
    let decoded = try? CeleryCodec.decode(envelope, queue: queue).get()
    self.init(
      number: number, reason: reason, detail: header["detail"]?.stringValue ?? "", queue: queue,
      diedAt: Timestamp(microseconds: diedAt), deliveryCount: (decoded?.deliveries ?? 0) + 1, message: decoded?.message,
      bytes: decoded == nil ? envelope : [])
  }
}
