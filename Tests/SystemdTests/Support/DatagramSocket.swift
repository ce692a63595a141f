import Glibc

/// A unix datagram socket that plays systemd's, or the journal's, part.
struct DatagramSocket: ~Copyable {
  let number: CInt
  let path: String

  struct CannotBind: Error { var path: String }

  init(path: String) throws {
    number = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    self.path = path
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { throw CannotBind(path: path) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw CannotBind(path: path) }
  }

  deinit {
    close(number)
    unlink(path)
  }

  /// Waits for the next datagram.
  func next() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256 * 1024)
    let count = recv(number, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(count, 0)))
  }

  var nextText: String { String(decoding: next(), as: UTF8.self) }
}
