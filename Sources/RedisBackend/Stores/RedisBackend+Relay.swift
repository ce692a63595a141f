public import TaskModel

extension RedisBackend: RelayStore {
  /// Messages for a key that is no list become dead letters, since they count as accepted.
  @discardableResult
  public func relay(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    if messages.isEmpty && chords.isEmpty { return [] }
    var completed: [ChangeAnswer.CompletedChord] = []
    if let resultCommands {
      var sizes = newCall(scope: .results)
      sizes.relay(chords)
      completed = try await apply(sizes, on: resultCommands, to: "relay").completed
    }
    var call = newCall(scope: resultCommands == nil ? .all : .queues, capacity: messages.count * 1250)
    if resultCommands == nil { call.relay(chords) }
    for message in messages {
      call.relay(message.id.rawValue)
      call.send(message, refusesDuplicate: true)
    }
    let answer = try await apply(call, to: "relay")
    if answer.lost.count < call.count { wakers.ring() }
    await finish(completed + answer.completed)
    return answer.refused
  }

  public func confirmRelayed(_ ids: [TaskID]) async throws(BackendError) {
    if ids.isEmpty { return }
    _ = try await run(scripts.confirmRelayed, [nowText] + ids.map(\.rawValue), to: "confirm what was relayed")
  }
}

extension ChangeCall {
  fileprivate mutating func relay(_ chords: [ChordSize]) {
    for size in chords {
      relay(size.groupID)
      expect(size)
    }
  }
}
