import Glibc
import RedisTesting
import Synchronization
import WorkerThreads

/// What answers on a Redis port and says what it is told to: one list of steps for each connection, in turn.
final class FakeServer: Sendable {
  enum Step: Sendable {
    /// Waits until something was read that contains this.
    case hear(String)
    case say(String)
    /// Waits until the other end closes.
    case wait
  }

  struct CannotListen: Error {}

  let port: UInt16

  /// After the last step the connection is closed; after the last list the port too. One that is never connected to
  /// waits until the process ends.
  init(_ connections: [[Step]]) throws {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw CannotListen() }
    port = UInt16(bigEndian: address.sin_port)
    let thread = try WorkerThread(name: "fake redis")
    thread.perform {
      for steps in connections {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 { break }
        Self.perform(steps, on: connection)
        // Closed for the other end even if a process that was started meanwhile has inherited it.
        shutdown(connection, CInt(SHUT_RDWR))
        close(connection)
      }
      close(descriptor)
      thread.stop()
    }
  }

  private static func perform(_ steps: [Step], on connection: CInt) {
    var heard: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    for step in steps {
      switch step {
      case .hear(let text):
        while !String(decoding: heard, as: UTF8.self).contains(text) {
          let count = recv(connection, &buffer, buffer.count, 0)
          if count <= 0 { return }
          heard += buffer[..<count]
        }
        heard = []
      case .say(let text):
        let bytes = Array(text.utf8)
        _ = send(connection, bytes, bytes.count, CInt(MSG_NOSIGNAL))
      case .wait:
        while recv(connection, &buffer, buffer.count, 0) > 0 {}
      }
    }
  }

  /// The steps of being connected to: `SELECT`, `CLIENT ID`, `INFO`.
  static func greeting(version: String = "7.0.15", _ more: String = "") -> [Step] {
    let info = "# Server\r\nredis_version:\(version)\r\n\(more)"
    return [.hear("INFO"), .say("+OK\r\n:3\r\n$\(info.utf8.count)\r\n\(info)\r\n")]
  }
}
