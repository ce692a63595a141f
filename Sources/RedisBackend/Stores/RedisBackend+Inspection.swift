import CeleryWire
import Synchronization
public import TaskModel

extension RedisBackend: QueueInspection {
  public func queueStatistics(of queues: [QueueName]) async throws(BackendError) -> [QueueStatistics] {
    let inFlight = try await heldByQueue()
    let named = Set(queues).union(inFlight.keys)
    let reply = try await run(scripts.statistics, [nowText] + named.map(\.rawValue), to: "count messages")
    return (reply.elements ?? []).compactMap { row -> QueueStatistics? in
      guard let fields = row.elements, fields.count == 5, let queue = fields[0].text.map(QueueName.init(_:)) else {
        return nil
      }
      let due = Int(clamping: fields[3].integer ?? 0)
      return QueueStatistics(
        queue: queue, waiting: Int(clamping: fields[1].integer ?? 0) + due,
        deferred: Int(clamping: fields[2].integer ?? 0), inFlight: inFlight[queue] ?? 0,
        oldestReadyAt: (fields[4].elements ?? []).compactMap { Self.readyAt($0, queue) }.min())
    }.sorted { $0.queue < $1.queue }
  }

  /// Nil where the sender did not tell.
  private static func readyAt(_ envelope: RedisReply, _ queue: QueueName) -> Timestamp? {
    guard let decoded = envelope.bytes.flatMap({ try? CeleryCodec.decode($0, queue: queue).get() }),
      let sentAt = decoded.message.sentAt ?? DeliveryTag.moment(of: decoded.deliveryTag)
    else { return nil }
    return max(sentAt, decoded.message.eta ?? sentAt)
  }

  private func heldByQueue() async throws(BackendError) -> [QueueName: Int] {
    var counts: [QueueName: Int] = [:]
    var cursor = "0"
    repeat {
      let reply = try await run(scripts.heldTails, [cursor], to: "count messages")
      guard let parts = reply.elements, parts.count == 2, let next = parts[0].text, let rows = parts[1].elements else {
        throw unexpected(reply, "count messages")
      }
      for index in stride(from: 1, to: rows.count, by: 2) {
        guard let tail = rows[index].bytes, let record = HeldRecord([UInt8(ascii: "[")] + tail) else { continue }
        counts[QueueName(record.routingKey), default: 0] += 1
      }
      cursor = next
    } while cursor != "0"
    return counts
  }

  public func deferredMessages(limit: Int) async throws(BackendError) -> [TaskMessage] {
    if limit <= 0 { return [] }
    let arguments = [String(limit)] + (try await knownQueues()).map(\.rawValue)
    let rows = try await run(scripts.deferred, arguments, to: "list deferred messages").elements ?? []
    var found: [(due: Double, member: [UInt8], queue: QueueName)] = []
    for index in stride(from: 0, to: rows.count - 2, by: 3) {
      guard let queue = rows[index].text, let due = rows[index + 1].text.flatMap({ Double($0) }),
        let member = rows[index + 2].bytes
      else { continue }
      found.append((due, member, QueueName(queue)))
    }
    let ordered = found.sorted { left, right in
      left.due != right.due ? left.due < right.due : left.member.lexicographicallyPrecedes(right.member)
    }
    return ordered.prefix(limit).compactMap { Self.message(deferred: $0.member, $0.queue) }
  }

  /// Of a member `<number> <step> <envelope>`.
  static func message(deferred member: [UInt8], _ queue: QueueName) -> TaskMessage? {
    let parts = member.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return try? CeleryCodec.decode(Array(parts[2]), queue: queue).get().message
  }

  func knownQueues() async throws(BackendError) -> [QueueName] {
    let reply = try await run(scripts.queues, [], to: "list queues")
    let consumed = declared.withLock { $0 }
    return Array(consumed.union((reply.elements ?? []).compactMap { $0.text.map(QueueName.init(_:)) }))
  }
}
