import Glibc

/// The system calls on unix stream sockets. Every failure is an `Errno`.
enum UnixSocket {
  /// The number of a failed system call's error.
  struct Errno: Error, Hashable, CustomStringConvertible {
    let code: Int32
    static var last: Errno { Errno(code: errno) }
    var description: String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
  }

  static func make() throws(Errno) -> Int32 {
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, flags, 0)
    guard descriptor >= 0 else { throw .last }
    return descriptor
  }

  static func bind(_ descriptor: Int32, to path: String) throws(Errno) {
    try call(path) { Glibc.bind(descriptor, $0, $1) }
  }

  static func connect(_ descriptor: Int32, to path: String) throws(Errno) {
    try call(path) { Glibc.connect(descriptor, $0, $1) }
  }

  private static func call(
    _ path: String, _ function: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(Errno) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count <= ControlAddress.longestPath, !bytes.contains(0) else {
      throw Errno(code: bytes.contains(0) || bytes.isEmpty ? EINVAL : ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        function($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code == 0 else { throw .last }
  }

  /// The process at the other end, or that made a listening socket.
  static func peerProcess(_ descriptor: Int32) -> Int32? {
    var credentials: [Int32] = [0, 0, 0]  // struct ucred: process, user, group
    var size = socklen_t(3 * MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
    return credentials[0] > 0 ? credentials[0] : nil
  }

  static func option(_ name: Int32, of descriptor: Int32) throws(Errno) -> Int32 {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 else { throw .last }
    return value
  }
}
