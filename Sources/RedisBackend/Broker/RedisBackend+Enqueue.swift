public import TaskModel

extension RedisBackend: Broker {
  @discardableResult
  public func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    if messages.isEmpty && chords.isEmpty { return [] }
    let followUps = FollowUps(messages: messages, chordSizes: chords)
    let refused = try await publish(followUps, refusesDuplicates: true, to: "enqueue")
    if refused.count < messages.count { wakers.ring() }
    return refused
  }

  public func wakeUps() -> AsyncStream<Void> { wakers.listen(watchedKeys(of: [.standard])) }

  /// More messages than these are sent in several steps.
  private static let sentAtOnce = 50_000

  /// All that leaves without a message being settled: with results on another server in the order sizes, messages.
  /// - Parameter refusesDuplicates: whether what claims a key that another holds is left out, and returned.
  @discardableResult
  func publish(
    _ followUps: FollowUps, refusesDuplicates: Bool = false, to attempted: String
  ) async throws(BackendError) -> [RefusedDuplicate] {
    var completed: [ChangeAnswer.CompletedChord] = []
    var refused: [RefusedDuplicate] = []
    if let resultCommands {
      var results = newCall(scope: .results)
      results.always()
      results.append(followUps)
      completed = try await apply(results, on: resultCommands, to: attempted).completed
    }
    // A command has room for a million arguments.
    var last = followUps
    while last.messages.count > Self.sentAtOnce {
      var part = newCall(capacity: Self.sentAtOnce * 1200)
      part.always()
      for message in last.messages.prefix(Self.sentAtOnce) {
        part.send(message, refusesDuplicate: refusesDuplicates)
      }
      refused += try await apply(part, to: attempted).refused
      last.messages.removeFirst(Self.sentAtOnce)
    }
    var call = newCall(scope: resultCommands == nil ? .all : .queues, capacity: last.messages.count * 1200)
    call.always()
    call.append(last, refusesDuplicates: refusesDuplicates)
    let answer = try await apply(call, to: attempted)
    await finish(completed + answer.completed)
    return refused + answer.refused
  }

  /// The keys that change when a message for one of the queues is sent, or may be handed out again.
  func watchedKeys(of queues: [QueueName]) -> [String] {
    var keys = [pausesKey]
    for queue in queues {
      keys.append("\(options.keyPrefix)tasksd:deferred:\(queue)")
      for step in options.prioritySteps {
        keys.append(options.keyPrefix + queue.rawValue + (step == 0 ? "" : "\(options.separator)\(step)"))
      }
    }
    return keys
  }
}
