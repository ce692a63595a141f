import NIOCore
import Synchronization

/// The open connections: how many there may be, and all of them at the end.
final class ConnectionList: Sendable {
  enum Admission {
    case served
    /// To be told that there are too many.
    case refused
    /// There are too many even to tell so, or the server has stopped.
    case dropped
  }

  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isClosed = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = max(1, limit) }

  /// The connection is in the list until `remove`, whatever the answer.
  func admit(_ channel: any Channel) -> Admission {
    state.withLock { state in
      let others = state.channels.count
      state.channels[ObjectIdentifier(channel)] = channel
      guard !state.isClosed, others / 2 < limit else { return .dropped }
      return others < limit ? .served : .refused
    }
  }

  func remove(_ channel: any Channel) {
    let waiting = state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = nil
      guard state.isClosed, state.channels.isEmpty else { return [CheckedContinuation<Void, Never>]() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// No more are admitted. Idle connections close now, busy ones after their response.
  func quiesce() {
    state.withLock { $0.isClosed = true }
    for channel in all { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
  }

  func closeAll() {
    for channel in all { channel.close(promise: nil) }
  }

  /// Returns when ``quiesce()`` has been called and the last connection has gone.
  func allGone() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.isClosed, state.channels.isEmpty { return true }
        state.waiting.append(continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  private var all: [any Channel] { state.withLock { Array($0.channels.values) } }
}
