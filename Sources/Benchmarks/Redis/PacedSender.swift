import Glibc

/// The least a client can cost: LPUSH of a message that was written before.
struct PacedSender {
  let redis: BlockingRedis
  let template: MessageTemplate

  /// Sends `count` messages at an even pace. Returns when each was sent, by id.
  func send(_ count: Int, perSecond: Int) throws -> [String: Int64] {
    var sent: [String: Int64] = [:]
    let period = Int64(1_000_000_000 / perSecond)
    let start = MonotonicTime.nanoseconds
    for number in 0..<count {
      let id = MessageTemplate.uuid(1, number)
      let message = template.message(id: id, tag: MessageTemplate.uuid(2, number))
      MonotonicTime.wait(until: start + Int64(number) * period)
      sent[id] = MonotonicTime.nanoseconds
      try redis.run("LPUSH", MessageStock.queue, message)
    }
    return sent
  }
}
