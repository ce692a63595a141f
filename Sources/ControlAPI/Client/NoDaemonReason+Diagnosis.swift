import Glibc
import NIOCore

/// Finds out why nobody could be reached on a socket.
extension DaemonClientError.NoDaemonReason {
  /// Nil when somebody listens.
  init?(socketPath: String) {
    guard socketPath.utf8.count <= ControlAddress.longestPath else {
      self = .pathTooLong
      return
    }
    switch SocketProbe(path: socketPath) {
    case .listening: return nil
    case .nobody: self = .nobodyListens
    case .missing: self = .missing
    case .permissionDenied:
      self = .permissionDenied(group: FileIdentity(path: socketPath).flatMap { UserGroups.name(of: $0.group) })
    case .notASocket: self = .notASocket
    case .failed(let error): self = .other(error.description)
    }
  }

  /// What a failed attempt to connect says by itself; nil for all other errors.
  init?(connecting error: any Error) {
    switch (error as? IOError)?.errnoCode {
    case ENOENT: self = .missing
    case ECONNREFUSED: self = .nobodyListens
    default: return nil
    }
  }
}
