import CeleryWire
import TaskModel

/// How a held message returns to its queue.
struct PutBack {
  var queue: String
  var step: String
  var envelope: [UInt8]

  /// - Parameter counts: whether the delivery counts, as after a crash, or the holder never ran it.
  init(_ record: HeldRecord, tag: String, counts: Bool) {
    queue = record.routingKey
    step = HeldTag(tag).map { String($0.step) } ?? ""
    let raw = Array(record.envelope)
    envelope = raw
    guard counts, let decoded = try? CeleryCodec.decode(raw, queue: QueueName(queue)).get() else { return }
    envelope = CeleryCodec.redelivered(raw, deliveries: decoded.deliveries + 1) ?? raw
  }
}
