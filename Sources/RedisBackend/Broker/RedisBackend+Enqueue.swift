public import TaskModel

extension RedisBackend: Broker {
  public func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) {
    if messages.isEmpty && chords.isEmpty { return }
    try await publish(FollowUps(messages: messages, chordSizes: chords), to: "enqueue")
    wakers.ring()
  }

  public func wakeUps() -> AsyncStream<Void> { wakers.listen(watchedKeys(of: [.standard])) }

  /// All that leaves without a message being settled: with results on another server in the order sizes, messages.
  func publish(_ followUps: FollowUps, to attempted: String) async throws(BackendError) {
    var completed: [ChangeAnswer.CompletedChord] = []
    if let resultCommands {
      var results = newCall(scope: .results)
      results.always()
      results.append(followUps)
      completed = try await apply(results, on: resultCommands, to: attempted).completed
    }
    var call = newCall(scope: resultCommands == nil ? .all : .queues, capacity: followUps.messages.count * 1200)
    call.always()
    call.append(followUps)
    completed += try await apply(call, to: attempted).completed
    await finish(completed)
  }

  /// The keys that change when a message for one of the queues is sent.
  func watchedKeys(of queues: [QueueName]) -> [String] {
    var keys: [String] = []
    for queue in queues {
      keys.append("\(options.keyPrefix)tasksd:deferred:\(queue)")
      for step in options.prioritySteps {
        keys.append(options.keyPrefix + queue.rawValue + (step == 0 ? "" : "\(options.separator)\(step)"))
      }
    }
    return keys
  }
}
