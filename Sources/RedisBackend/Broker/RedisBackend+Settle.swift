public import TaskModel

extension RedisBackend {
  public func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    if settlements.isEmpty { return [] }
    var plan = SettlementPlan(settlements, node: node.description)
    try await markRedelivered(&plan)
    var completed: [ChangeAnswer.CompletedChord] = []
    if let resultCommands {
      try await dropLost(&plan)
      var results = newCall(scope: .results)
      plan.write(into: &results, guarded: false)
      completed = try await apply(results, on: resultCommands, to: "store results").completed
    }
    var call = newCall(scope: resultCommands == nil ? .all : .queues, capacity: plan.capacity)
    plan.write(into: &call, guarded: true)
    let answer = try await apply(call, to: "settle")
    held.settled(plan.tags)
    if plan.mayMakeWork { wakers.ring() }
    await finish(completed + answer.completed)
    return plan.lost(answer.lost)
  }

  /// Reads the envelopes of those that go back with their delivery counted, and marks them so.
  private func markRedelivered(_ plan: inout SettlementPlan) async throws(BackendError) {
    let tags = plan.countedTags
    if tags.isEmpty { return }
    var command = RedisCommand("HMGET", capacity: tags.count * 80 + 100)
    command.append(options.keyPrefix + "unacked")
    command.append(contentsOf: tags)
    let records = try await run(command, on: commands, to: "requeue").elements ?? []
    for (tag, record) in zip(tags, records) {
      if let record = record.bytes.flatMap(HeldRecord.init) { plan.mark(tag, PutBack(record, tag: tag, counts: true)) }
    }
  }

  /// With results on another server they are stored first, for what is still held only.
  private func dropLost(_ plan: inout SettlementPlan) async throws(BackendError) {
    let tags = plan.tagTexts
    if tags.isEmpty { return }
    let reply = try await run(scripts.areHeld, tags, to: "settle")
    let lost = zip(tags, reply.elements ?? []).filter { $1.integer == 0 }.map { $0.0 }
    plan.drop(Set(lost))
  }
}
