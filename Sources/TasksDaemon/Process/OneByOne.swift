import Synchronization

/// Runs operations one after the other, in the order in which they were asked for, although each may suspend.
final class OneByOne: Sendable {
  private let last = Mutex<Task<Void, Never>?>(nil)

  func run<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = last.withLock { last in
      let task = Task { [previous = last] in
        await previous?.value
        return try await operation()
      }
      last = Task { _ = await task.result }
      return task
    }
    return try await task.value
  }
}
