package import Glibc

/// The address of a unix socket, for the calls that want one.
package enum UnixAddress {
  package struct Refused: Error {
    let call: String
    let code: Int32
  }

  /// A socket that is bound to this path and inherited by nobody.
  package static func bind(_ path: String, type: __socket_type) throws -> CInt {
    let descriptor = socket(AF_UNIX, CInt(type.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard descriptor >= 0, result == 0 else { throw Refused(call: "bind \(path)", code: errno) }
    return descriptor
  }
}
