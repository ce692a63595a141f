import Glibc
import Synchronization
import WorkerThreads

/// Stands between a backend and its server, and cuts the connection when it is told to: after the server has done what was
/// asked, and before the answer arrives.
final class CuttingProxy: Sendable {
  struct CannotListen: Error {}

  let port: UInt16
  private let target: UInt16
  private let listening: CInt
  /// What is asked in the requests whose answers are cut off, one after the other.
  private let cuts = Mutex<[String]>([])
  private let open = Mutex<Set<CInt>>([])

  /// - Parameter target: the server's port on this machine.
  init(to target: UInt16) throws {
    self.target = target
    let listening = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    self.listening = listening
    port = try Self.withAddress(port: 0) { address, length in
      guard bind(listening, address, length) == 0, listen(listening, 64) == 0 else { throw CannotListen() }
      var length = length
      guard getsockname(listening, address, &length) == 0 else { throw CannotListen() }
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
    let thread = try WorkerThread(name: "proxy")
    thread.perform { [weak self] in
      while true {
        let client = accept(listening, nil, nil)
        guard client >= 0, let self else { break }
        self.serve(client)
      }
      Glibc.close(listening)
      thread.stop()
    }
  }

  deinit { shutdown(listening, CInt(SHUT_RDWR)) }

  /// The next request that contains this is done by the server, and its answer never arrives.
  func cutAnswer(to text: String) { cuts.withLock { $0.append(text) } }

  var openCuts: Int { cuts.withLock { $0.count } }

  /// Cuts all connections as they are.
  func cutAll() {
    // Under the lock, so that none is closed meanwhile and its number somebody else's.
    open.withLock { open in
      for descriptor in open { shutdown(descriptor, CInt(SHUT_RDWR)) }
    }
  }

  private func serve(_ client: CInt) {
    let server = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    let isConnected = Self.withAddress(port: target) { connect(server, $0, $1) == 0 }
    guard isConnected, let thread = try? WorkerThread(name: "proxy connection") else {
      Glibc.close(client)
      Glibc.close(server)
      return
    }
    open.withLock { $0.formUnion([client, server]) }
    // It lives as long as its connections.
    thread.perform { [self] in
      relay(client, server)
      forget(client, server)
      thread.stop()
    }
  }

  private func forget(_ client: CInt, _ server: CInt) {
    open.withLock { open in
      open.subtract([client, server])
      for descriptor in [client, server] {
        // For the other end even if a process that was started meanwhile has inherited it.
        shutdown(descriptor, CInt(SHUT_RDWR))
        Glibc.close(descriptor)
      }
    }
  }

  /// Both ways on one thread, until an end closes or an answer is cut off.
  private func relay(_ client: CInt, _ server: CInt) {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var isCut = false
    while true {
      var polled = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&polled, 2, -1) > 0 else { return }
      if polled[0].revents != 0 {
        let count = recv(client, &buffer, buffer.count, 0)
        guard count > 0, Self.sendAll(buffer[..<count], to: server) else { return }
        isCut = isCut || takeCut(buffer[..<count])
      }
      if polled[1].revents != 0 {
        let count = recv(server, &buffer, buffer.count, 0)
        if isCut { return }
        guard count > 0, Self.sendAll(buffer[..<count], to: client) else { return }
      }
    }
  }

  private func takeCut(_ bytes: ArraySlice<UInt8>) -> Bool {
    cuts.withLock { cuts in
      guard let text = cuts.first, String(decoding: bytes, as: UTF8.self).contains(text) else { return false }
      cuts.removeFirst()
      return true
    }
  }

  private static func sendAll(_ bytes: ArraySlice<UInt8>, to descriptor: CInt) -> Bool {
    var rest = Array(bytes)
    while !rest.isEmpty {
      let count = send(descriptor, rest, rest.count, CInt(MSG_NOSIGNAL))
      if count <= 0 { return false }
      rest.removeFirst(count)
    }
    return true
  }

  private static func withAddress<Value>(
    port: UInt16, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) throws -> Value
  ) rethrows -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return try withUnsafeMutablePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
