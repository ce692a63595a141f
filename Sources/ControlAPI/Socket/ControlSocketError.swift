/// Why the control socket could not be opened. The text says which file, what is wrong and what would be right.
public enum ControlSocketError: Error, Sendable, Hashable, CustomStringConvertible {
  case emptyPath
  case pathTooLong(String)
  case directoryMissing(path: String, directory: String)
  /// A daemon answers on it; `process` is its id, where the kernel says.
  case inUse(path: String, process: Int32?)
  case notASocket(path: String)
  case permissionDenied(path: String, action: String)
  case unknownGroup(String, path: String)
  case groupNotAllowed(String, path: String)
  case notListening(descriptor: Int32, reason: String)
  case failed(path: String, action: String, reason: String)

  public var description: String {
    switch self {
    case .emptyPath:
      "the path of the control socket is empty"
    case .pathTooLong(let path):
      "the path of the control socket has \(path.utf8.count) bytes, and a unix socket's has at most "
        + "\(ControlAddress.longestPath): \(path)"
    case .directoryMissing(let path, let directory):
      "cannot make the control socket \(path): the directory \(directory) does not exist"
    case .inUse(let path, let process):
      "a daemon" + (process.map { " (process \($0))" } ?? "") + " already serves the control socket \(path)"
    case .notASocket(let path):
      "cannot make the control socket \(path): there is a file of this name that is no socket"
    case .permissionDenied(let path, let action):
      "no permission to \(action) the control socket \(path)"
    case .unknownGroup(let group, let path):
      "cannot give the control socket \(path) to the group \(group): there is no such group"
    case .groupNotAllowed(let group, let path):
      "cannot give the control socket \(path) to the group \(group): only root and its members may"
    case .notListening(let descriptor, let reason):
      "descriptor \(descriptor) cannot be served as the control socket: \(reason)"
    case .failed(let path, let action, let reason):
      "cannot \(action) the control socket \(path): \(reason)"
    }
  }
}
