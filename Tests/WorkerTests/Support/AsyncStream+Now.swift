extension AsyncStream where Element == Void {
  /// One look before the first change.
  var startingNow: AsyncStream<Void> {
    let stream = self
    return AsyncStream { continuation in
      continuation.yield(())
      let task = Task {
        for await element in stream { continuation.yield(element) }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}
