import TaskModel
import Worker

/// A daemon can be told to end at any moment of its life, also while it waits for a store at its start.
extension StopRequest {
  /// Obeys the signals that ask for the end from now on, and passes the others on.
  func heeding(_ signals: AsyncStream<SignalSource.Signal>) -> AsyncStream<SignalSource.Signal> {
    let (others, continuation) = AsyncStream<SignalSource.Signal>.makeStream()
    Task {
      for await signal in signals where !obey(signal) { continuation.yield(signal) }
      continuation.finish()
    }
    return others
  }

  /// False for a signal that means something else.
  private func obey(_ signal: SignalSource.Signal) -> Bool {
    switch signal {
    case .terminate: request(.warm)
    case .interrupt: request(isRequested ? .cold : .warm)
    case .quit: request(.cold)
    case .hangUp, .stopTaking, .dumpState: return false
    }
    return true
  }

  /// Waits this long, or until the end is asked for.
  func isRequested(within pause: Duration, on timer: any WallClock) async -> Bool {
    await withTaskGroup { group in
      group.addTask { try? await timer.sleep(until: timer.now + pause) }
      group.addTask { await self.wait(for: .warm) }
      await group.next()
      group.cancelAll()
    }
    return isRequested
  }
}
