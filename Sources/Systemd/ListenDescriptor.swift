import CSystemd
import Glibc

/// A socket that systemd opened for the daemon (sd_listen_fds(3)).
public struct ListenDescriptor: Sendable, Hashable {
  /// Closed at exec; the receiver's to close.
  public let number: CInt
  /// `FileDescriptorName=` of the socket unit, or its name.
  public let name: String

  /// Takes what was passed, once: the environment variables are removed, so that no child takes them for its own. To be
  /// called before the process has threads. Throws when systemd's variables make no sense.
  public static func receive() throws(SystemdError) -> [ListenDescriptor] {
    var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = sd_listen_fds_with_names(1, &names)
    guard count >= 0 else { throw SystemdError("the sockets systemd passed cannot be taken", -count) }
    defer { free(names) }
    return (0..<count).map { index in
      let name = names?[Int(index)]
      defer { free(name) }
      return ListenDescriptor(
        number: SD_LISTEN_FDS_START + index, name: name.map { String(cString: $0) } ?? "unknown")
    }
  }

  /// Whether it is a stream socket of the unix family that listens.
  public var isListeningUnixSocket: Bool { sd_is_socket_unix(number, CInt(SOCK_STREAM.rawValue), 1, nil, 0) > 0 }
}
