import NIOCore
import Synchronization

/// The open connections: how many there may be, and all of them at the end.
final class ConnectionList: Sendable {
  enum Admission {
    case served
    /// To be told that there are too many.
    case refused
    /// There are too many even to tell so.
    case dropped
  }

  private let limit: Int
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  init(limit: Int) { self.limit = max(1, limit) }

  func admit(_ channel: any Channel) -> Admission {
    channels.withLock { channels in
      guard channels.count < 2 * limit else { return .dropped }
      channels[ObjectIdentifier(channel)] = channel
      return channels.count <= limit ? .served : .refused
    }
  }

  func remove(_ channel: any Channel) {
    channels.withLock { channels in channels[ObjectIdentifier(channel)] = nil }
  }

  /// Idle connections close now, busy ones after their response.
  func quiesce() {
    for channel in all { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
  }

  func closeAll() {
    for channel in all { channel.close(promise: nil) }
  }

  private var all: [any Channel] { channels.withLock { Array($0.values) } }
}
