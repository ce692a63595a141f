import Glibc

/// Who, if anybody, listens on a socket file: found out by connecting, without waiting.
enum SocketProbe: Hashable {
  case listening(process: Int32?)
  /// The file is there, and nobody listens: its daemon is dead.
  case nobody
  case missing
  case permissionDenied
  case notASocket
  case failed(UnixSocket.Errno)

  init(path: String) {
    do {
      let descriptor = try UnixSocket.make()
      defer { close(descriptor) }
      self = Self.connect(descriptor, path)
    } catch {
      self = .failed(error)
    }
  }

  private static func connect(_ descriptor: Int32, _ path: String) -> SocketProbe {
    do throws(UnixSocket.Errno) {
      try UnixSocket.connect(descriptor, to: path)
      return .listening(process: UnixSocket.peerProcess(descriptor))
    } catch {
      switch error.code {
      case EAGAIN: return .listening(process: nil)  // its queue of connections is full: alive, and busy
      case ECONNREFUSED: return FileIdentity(path: path)?.isSocket == true ? .nobody : .notASocket
      case ENOENT, ENOTDIR: return .missing
      case EACCES, EPERM: return .permissionDenied
      default: return .failed(error)
      }
    }
  }
}
