import TaskModel

/// Why a daemon could not be asked, or refused.
public enum DaemonClientError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nobody answers on the socket.
  case noDaemon(socket: String, reason: NoDaemonReason)
  /// The daemon answered with a problem document.
  case problem(ControlProblem)
  /// The daemon took the request and did not answer in time.
  case timeout(socket: String, after: Duration)
  /// The connection broke, or what answers is no tasksd.
  case broken(socket: String, reason: String)
  case cancelled

  public enum NoDaemonReason: Sendable, Hashable {
    case missing
    case nobodyListens
    /// `group`: whose members may, where the file can be looked at.
    case permissionDenied(group: String?)
    case notASocket
    case pathTooLong
    case other(String)
  }

  public var description: String {
    switch self {
    case .noDaemon(let socket, .permissionDenied(let group?)):
      "permission denied: \(socket) is for members of the group \(group); as root: adduser NAME \(group), then log in anew"
    case .noDaemon(let socket, let reason): "no daemon at \(socket): \(reason.text)"
    case .problem(let problem): problem.description
    case .timeout(let socket, let time): "the daemon at \(socket) did not answer within \(time.inSeconds) s"
    case .broken(let socket, let reason): "the connection to the daemon at \(socket) broke: \(reason)"
    case .cancelled: "cancelled"
    }
  }
}

extension DaemonClientError.NoDaemonReason {
  fileprivate var text: String {
    switch self {
    case .missing: "there is no such socket; is tasksd running?"
    case .nobodyListens: "the socket file is there, but nobody listens; the daemon has died"
    case .permissionDenied: "permission denied; who may ask it belongs to the group of the socket"
    case .notASocket: "the file is no socket"
    case .pathTooLong: "the path is longer than the \(ControlAddress.longestPath) bytes a unix socket's has"
    case .other(let reason): reason
    }
  }
}
