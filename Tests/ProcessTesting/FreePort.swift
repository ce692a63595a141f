import Glibc

/// Ports of this machine that nobody listens on, below those the kernel gives away by itself (32768 and up): a server that is
/// stopped and started again finds its port free, and whoever knocks there meanwhile meets nobody else.
package enum FreePort {
  package struct None: Error {}

  package static func next() throws -> UInt16 {
    for _ in 0..<100 {
      let port = UInt16.random(in: 12_000..<32_000)
      if isFree(port) { return port }
    }
    throw None()
  }

  private static func isFree(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
