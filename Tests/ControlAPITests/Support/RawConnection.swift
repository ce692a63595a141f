import Dispatch
import Glibc

@testable import ControlAPI

/// A connection on which any bytes can be sent. Blocking calls run on a queue of their own; after 20 s a read gives up.
final class RawConnection: Sendable {
  private let descriptor: Int32
  private let queue = DispatchQueue(label: "raw connection")

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    try UnixSocket.connect(descriptor, to: path)
  }

  deinit { close(descriptor) }

  @discardableResult func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

  /// False when the other side has closed.
  @discardableResult func send(_ bytes: [UInt8]) async -> Bool {
    let descriptor = descriptor
    return await onQueue {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  /// Closes our half.
  func finish() async {
    let descriptor = descriptor
    await onQueue { _ = shutdown(descriptor, Int32(SHUT_WR)) }
  }

  /// What comes until the text has come or the other side closes.
  func read(until end: String? = nil) async -> String {
    let descriptor = descriptor
    return await onQueue {
      var bytes: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = recv(descriptor, &part, part.count, 0)
        guard count > 0 else { break }
        bytes += part[..<count]
        if let end, String(decoding: bytes, as: UTF8.self).contains(end) { break }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }
}

extension Served {
  /// Sends one request on a connection of its own and reads all that comes.
  func exchange(_ method: String, _ path: String, _ body: String = "") async throws -> RawReply {
    let connection = try RawConnection(socket)
    await connection.send(
      "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    return RawReply(await connection.read())
  }
}
