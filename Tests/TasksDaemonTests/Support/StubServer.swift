import Glibc
import Synchronization
import WorkerThreads

/// An HTTP API on this machine that says what it is told to.
final class StubServer: Sendable {
  enum Answer: Sendable {
    case status(Int, body: String)
    /// Takes the request, and then nothing.
    case silence
  }

  struct CannotListen: Error {}

  private struct State {
    var answer: Answer
    var connections: [CInt] = []
  }

  private let descriptor: CInt
  private let state: Mutex<State>
  let port: UInt16

  init(_ answer: Answer) throws {
    state = Mutex(State(answer: answer))
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw CannotListen() }
    port = UInt16(bigEndian: address.sin_port)
    let thread = try WorkerThread(name: "stub server")
    thread.perform { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0, let self else { break }
        serve(connection)
      }
      close(descriptor)
      thread.stop()
    }
  }

  /// To be called at the end: ends the thread.
  func stop() { shutdown(descriptor, CInt(SHUT_RDWR)) }

  deinit {
    for connection in state.withLock({ $0.connections }) { close(connection) }
  }

  func say(_ answer: Answer) { state.withLock { $0.answer = answer } }

  private func serve(_ connection: CInt) {
    var request = [UInt8](repeating: 0, count: 65_536)
    _ = recv(connection, &request, request.count, 0)
    switch state.withLock({ $0.answer }) {
    case .status(let code, let body):
      let text = "HTTP/1.1 \(code) Whatever\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
      let bytes = Array(text.utf8)
      _ = send(connection, bytes, bytes.count, CInt(MSG_NOSIGNAL))
      close(connection)
    case .silence:
      state.withLock { $0.connections.append(connection) }
    }
  }
}
