import CeleryWire
import Synchronization
public import TaskModel

extension RedisBackend {
  public func claim(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch {
    if let recovered = try await claimedUnseen(request) { return recovered }
    let call = nextClaim()
    let limit = max(0, request.limit)
    let plan = ClaimPlan(request, prefix: HeldTag.prefix(node: request.node.description, call: call), turn: call)
    var commands: [RedisCommand] = []
    let new = declared.withLock { known in plan.queues.filter { !known.contains($0) } }
    if !new.isEmpty {
      var command = RedisCommand(scripts.declare, keyCount: 0)
      for queue in new { command.append(queue.rawValue) }
      commands.append(command)
    }
    commands.append(plan.command(scripts.claim, now: clock.now))
    let (batch, steps) = try await take(plan, commands, call: call, limit: limit)
    declared.withLock { $0.formUnion(new) }
    held.claimed(steps, call: call, prefix: plan.prefix, at: clock.now)
    if !request.queues.isEmpty {
      wakers.claimed({ watchedKeys(of: request.queues) }, isFull: limit > 0 && steps.count >= limit)
    }
    return batch
  }

  private func take(
    _ plan: ClaimPlan, _ commands: [RedisCommand], call: UInt64, limit: Int
  ) async throws(BackendError) -> (ClaimBatch, steps: [Int]) {
    let place = intake.place
    do throws(ConnectionFailure) {
      return try await intake.run(commands, to: "claim") { [last = commands.count - 1] replies throws(BackendError) in
        try replies.withReply(last) { reply throws(BackendError) in
          if let error = reply.error { throw error.backendError(attempted: "claim", place: place) }
          return plan.batch(reply)
        }
      }
    } catch {
      if error.mayHaveRun && limit > 0 { held.noteUnseen(prefix: plan.prefix, call: call, limit: limit) }
      throw error.error
    }
  }

  /// What a claim whose answer was lost has put into our hands; nil when there is nothing of the kind.
  private func claimedUnseen(_ request: ClaimRequest) async throws(BackendError) -> ClaimBatch? {
    while let unseen = held.unseen {
      let reply = try await run(
        scripts.recovery, [unseen.prefix, String(unseen.limit)], on: intake, to: "look for what was claimed unseen")
      let elements = reply.elements ?? []
      var batch = ClaimBatch()
      var steps: [Int] = []
      for index in stride(from: 0, to: elements.count - 1, by: 2) {
        guard let tag = elements[index].text, let parsed = HeldTag(tag), let bytes = elements[index + 1].bytes,
          let record = HeldRecord(bytes)
        else { continue }
        while steps.count < parsed.index { steps.append(0) }
        steps.append(parsed.step)
        Array(record.envelope).withUnsafeBytes {
          batch.add($0, queue: QueueName(record.routingKey), receipt: Receipt(tag))
        }
      }
      held.claimed(steps, call: unseen.call, prefix: unseen.prefix, at: clock.now)
      held.forgetUnseen(unseen.call)
      if !batch.isEmpty { return batch }
    }
    return nil
  }
}

extension ClaimBatch {
  /// Reads what was handed out: a message, or bytes with the reason why they are none.
  mutating func add(_ envelope: UnsafeRawBufferPointer, queue: QueueName, receipt: Receipt) {
    switch CeleryCodec.decode(envelope, queue: queue) {
    case .success(let decoded):
      messages.append(
        ClaimedMessage(receipt: receipt, message: decoded.message, deliveryCount: decoded.deliveries + 1))
    case .failure(let reason):
      unreadable.append(
        UnreadableMessage(receipt: receipt, queue: queue, bytes: Array(envelope), reason: reason.description))
    }
  }
}
