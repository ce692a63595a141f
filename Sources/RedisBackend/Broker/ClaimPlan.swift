import TaskModel

/// One claim: what is asked of the server, and how its answer is read.
struct ClaimPlan: Sendable {
  let prefix: String
  /// Each once, in the order of their turn.
  let queues: [QueueName]
  /// What the answer says before the messages.
  private static let heads = 3
  private let node: String
  private let limit: Int

  /// - Parameter turn: decides which queue comes first.
  init(_ request: ClaimRequest, prefix: String, turn: UInt64) {
    self.prefix = prefix
    node = request.node.description
    limit = max(0, request.limit)
    var seen: Set<QueueName> = []
    let distinct = request.queues.count == 1 ? request.queues : request.queues.filter { seen.insert($0).inserted }
    let first = distinct.isEmpty ? 0 : Int(turn % UInt64(distinct.count))
    queues = first == 0 ? distinct : Array(distinct[first...] + distinct[..<first])
  }

  func command(_ script: RedisScript, now: Timestamp) -> RedisCommand {
    var command = RedisCommand(script, keyCount: 0, capacity: 200)
    command.append(now.microseconds)
    command.append(prefix)
    command.append(node)
    command.append(limit)
    for queue in queues { command.append(queue.rawValue) }
    return command
  }

  /// The answer as a batch, and the step of each message by its number in the claim.
  func batch(_ reply: borrowing RedisReplyView) -> (ClaimBatch, steps: [Int]) {
    var batch = ClaimBatch()
    let count = max(0, reply.count - Self.heads)
    batch.messages.reserveCapacity(count)
    batch.nextDue = (reply.withElement(0) { $0.text } ?? nil).flatMap(Double.init).map(Timestamp.init(score:))
    let codes = reply.withElement(1) { $0.withBytes { Array($0) } } ?? []
    batch.paused = paused(reply)
    var steps: [Int] = []
    steps.reserveCapacity(count)
    for number in 0..<count where codes.count >= number * 3 + 3 {
      let queue = Int(codes[number * 3]) * 256 + Int(codes[number * 3 + 1]) - 1
      steps.append(Int(codes[number * 3 + 2]))
      guard queues.indices.contains(queue) else { continue }
      let receipt = Receipt(HeldTag.text(prefix: prefix, index: number, step: steps[number]))
      reply.withElement(number + Self.heads) { element in
        element.withBytes { batch.add($0, queue: queues[queue], receipt: receipt) }
      }
    }
    return (batch, steps)
  }

  private func paused(_ reply: borrowing RedisReplyView) -> [QueueName] {
    let indexes = reply.withElement(2) { $0.withBytes { Array($0) } } ?? []
    return stride(from: 0, to: indexes.count - 1, by: 2).compactMap { position in
      let queue = Int(indexes[position]) * 256 + Int(indexes[position + 1]) - 1
      return queues.indices.contains(queue) ? queues[queue] : nil
    }
  }
}

extension Timestamp {
  /// A moment from a score in µs; beyond what a score tells apart, the ends of time.
  init(score: Double) {
    self.init(microseconds: Int64(exactly: score.rounded()) ?? (score < 0 ? .min : .max))
  }
}
