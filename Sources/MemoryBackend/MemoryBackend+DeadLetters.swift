public import TaskModel

extension MemoryBackend: DeadLetterStore {
  public func deadLetterCount() async throws(BackendError) -> Int {
    try access { state, _ in state.deadLetters.count }
  }

  public func deadLetters(after number: Int64, limit: Int) async throws(BackendError) -> [DeadLetter] {
    try access { state, _ in Array(state.deadLetters.lazy.filter { $0.number > number }.prefix(max(0, limit))) }
  }

  public func deadLetter(_ number: Int64) async throws(BackendError) -> DeadLetter? {
    try access { state, _ in state.deadLetters.first { $0.number == number } }
  }

  public func replayDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    try access { state, now in
      state.removeLetters(numbers) { $0.message != nil }.map { letter in
        if var message = letter.message {
          message.eta = nil
          state.add(message, now: now)
        }
        return letter.number
      }
    }
  }

  public func dropDeadLetters(_ numbers: [Int64]) async throws(BackendError) -> [Int64] {
    try access { state, _ in state.removeLetters(numbers) { _ in true }.map(\.number) }
  }
}

extension MemoryState {
  fileprivate mutating func removeLetters(_ numbers: [Int64], where fits: (DeadLetter) -> Bool) -> [DeadLetter] {
    let wanted = Set(numbers)
    let removed = deadLetters.filter { wanted.contains($0.number) && fits($0) }
    deadLetters.removeAll { wanted.contains($0.number) && fits($0) }
    return removed
  }
}
