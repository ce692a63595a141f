import TaskModel

struct ForgetsRelatives: BackendWrapper {
  let inner: any Backend
  func store(_ results: [TaskResult]) async throws(BackendError) {
    try await inner.store(
      results.map { result in
        var result = result
        result.children = []
        return result
      })
  }
}

struct ForgetsChordSizes: BackendWrapper {
  let inner: any Backend
  @discardableResult
  func enqueue(_ messages: [TaskMessage], chords: [ChordSize]) async throws(BackendError) -> [RefusedDuplicate] {
    try await inner.enqueue(messages, chords: [])
  }
}

struct CountsEveryReport: BackendWrapper {
  let inner: any Backend
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    try await settle(settlements, by: node) { followUps in
      for index in followUps.chordParts.indices { followUps.chordParts[index].taskID = .make(at: .epoch) }
    }
  }
}

struct ForgetsPlaces: BackendWrapper {
  let inner: any Backend
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    try await settle(settlements, by: node) { followUps in
      for index in followUps.chordParts.indices { followUps.chordParts[index].index = nil }
    }
  }
}

struct OverwritesWhatFollows: BackendWrapper {
  let inner: any Backend
  func settle(_ settlements: [Settlement], by node: NodeIdentity) async throws(BackendError) -> [Receipt] {
    for result in settlements.flatMap(\.followUps.results) { _ = try await inner.forget(result.id) }
    return try await inner.settle(settlements, by: node)
  }
}
