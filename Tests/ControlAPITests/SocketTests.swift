import Foundation
import Glibc
import Logging
import Testing

@testable import ControlAPI

@Suite struct SocketTests {
  private func opening(_ path: String, mode: UInt32 = 0o600, group: String? = nil) -> ControlSocketError? {
    do throws(ControlSocketError) {
      let socket = try ListeningSocket(.path(path, mode: mode, group: group))
      close(socket.descriptor)
      socket.removeFile()
      return nil
    } catch {
      return error
    }
  }

  @Test("The socket file has its mode and group while served, and goes with the server")
  func modeAndGroup() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/control.sock"
    let group = try #require(UserGroups.name(of: getgid()))
    try await Served.with(at: .path(path, mode: 0o620, group: group), in: directory) { _ in
      var status = stat()
      #expect(lstat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o620)
      #expect(status.st_gid == getgid())
    }
    #expect(FileIdentity(path: path) == nil)
  }

  @Test("A dead daemon's socket file is replaced") func staleSocket() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/control.sock"
    let dead = try UnixSocket.make()
    try UnixSocket.bind(dead, to: path)
    close(dead)
    #expect(SocketProbe(path: path) == .nobody)
    try await Served.with(in: directory) { served in
      let health = try await served.exchange("GET", "/health")
      #expect(health.status == 200)
    }
  }

  @Test("A living daemon's socket is refused, with its process") func livingSocket() async throws {
    try await Served.with { served in
      let error = opening(served.socket)
      #expect(error == .inUse(path: served.socket, process: getpid()))
      #expect("\(error.map(\.description) ?? "")".contains("(process \(getpid())) already serves"))
      let health = try await served.exchange("GET", "/health")
      #expect(health.status == 200)
    }
  }

  @Test("A living daemon whose queue of connections is full is still refused") func busySocket() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/s"
    let busy = try UnixSocket.make()
    defer { close(busy) }
    try UnixSocket.bind(busy, to: path)
    listen(busy, 0)
    var waiting: [Int32] = []
    defer { for descriptor in waiting { close(descriptor) } }
    for _ in 0..<3 {
      let descriptor = try UnixSocket.make()
      waiting.append(descriptor)
      try? UnixSocket.connect(descriptor, to: path)
    }
    #expect(opening(path) == .inUse(path: path, process: nil))
  }

  @Test("Whoever replaced the file keeps it when the first server stops") func replacedFile() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/control.sock"
    try await Served.with(in: directory) { _ in
      unlink(path)
      try Data("other".utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(FileIdentity(path: path) != nil)
  }

  @Test("A path that cannot be served is refused with the reason") func impossiblePaths() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/file"
    try Data("text".utf8).write(to: URL(fileURLWithPath: file))
    let long = directory.path + "/" + String(repeating: "å", count: 50)
    let missing = directory.path + "/no/control.sock"
    let socket = directory.path + "/s"
    #expect(opening("") == .emptyPath)
    #expect(opening(long) == .pathTooLong(long))
    #expect(opening(missing) == .directoryMissing(path: missing, directory: directory.path + "/no"))
    #expect(opening(file + "/s") == .directoryMissing(path: file + "/s", directory: file))
    #expect(opening(file) == .notASocket(path: file))
    #expect(opening(directory.path) == .notASocket(path: directory.path))
    #expect(opening(socket, group: "no such group") == .unknownGroup("no such group", path: socket))
    #expect(FileIdentity(path: socket) == nil)
  }

  @Test("The error texts name the file and what is wrong") func errorTexts() {
    let errors: [(ControlSocketError, String)] = [
      (.pathTooLong("/" + String(repeating: "x", count: 107)), "has 108 bytes, and a unix socket's has at most 107"),
      (.directoryMissing(path: "/run/t/s", directory: "/run/t"), "/run/t/s: the directory /run/t does not exist"),
      (.inUse(path: "/s", process: nil), "a daemon already serves the control socket /s"),
      (.permissionDenied(path: "/s", action: "make"), "no permission to make the control socket /s"),
      (.unknownGroup("tasksd", path: "/s"), "to the group tasksd: there is no such group"),
      (.groupNotAllowed("wheel", path: "/s"), "only root and its members may"),
      (.notListening(descriptor: 3, reason: "x"), "descriptor 3 cannot be served"),
    ]
    for (error, text) in errors { #expect(error.description.contains(text)) }
  }

  @Test("Without permission it says so, and whose members may") func permission() async throws {
    let directory = try TemporaryDirectory()
    let group = try #require(UserGroups.name(of: getgid()))
    let address = ControlAddress.path(directory.path + "/control.sock", mode: 0o600, group: nil)
    try await Served.with(at: address, in: directory) { served in
      chmod(directory.path, 0o755)
      let outcome = try await asNobody { (self.opening(served.socket), self.opening(directory.path + "/other")) }
      let reason = try await asNobody { DaemonClientError.NoDaemonReason(socketPath: served.socket) }
      guard getuid() == 0 else { return }  // an ordinary user cannot become another
      #expect(outcome.0 == .permissionDenied(path: served.socket, action: "reach"))
      #expect(outcome.1 == .permissionDenied(path: directory.path + "/other", action: "make"))
      #expect(reason == .permissionDenied(group: group))
      let error = DaemonClientError.noDaemon(socket: served.socket, reason: try #require(reason))
      #expect(error.description.contains("is for members of the group \(group); as root: adduser NAME \(group)"))
    }
  }

  @Test("An inherited socket is served and left in place") func inheritedSocket() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/control.sock"
    let descriptor = try UnixSocket.make()
    try UnixSocket.bind(descriptor, to: path)
    listen(descriptor, 16)
    try await Served.with(at: .descriptor(descriptor), in: directory) { served in
      let health = try await served.exchange("GET", "/health")
      #expect(health.status == 200)
    }
    #expect(FileIdentity(path: path)?.isSocket == true)
  }

  @Test("An inherited descriptor that cannot be served is refused") func impossibleDescriptors() async throws {
    let directory = try TemporaryDirectory()
    let unbound = try UnixSocket.make()
    let file = open(directory.path, O_RDONLY)
    let network = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { for descriptor in [unbound, file, network] { close(descriptor) } }
    for (descriptor, text) in [
      (unbound, "not listening"), (file, "not a unix socket"), (network, "not a unix socket"),
      (-1, "Bad file descriptor"),
    ] {
      let server = ControlServer(StubControl(), at: .descriptor(descriptor), logger: Logger(label: "test"))
      let error = await #expect(throws: ControlSocketError.self) { try await server.run() }
      guard case .notListening(_, let reason) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(reason.contains(text) || (descriptor == file && reason.contains("Socket operation on non-socket")))
    }
  }
}

/// Runs the body on a thread that has an ordinary user's file permissions, if we may do that.
private func asNobody<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws -> Value {
  await withCheckedContinuation { continuation in
    Thread {
      if getuid() == 0 { setFileUser(65_534) }
      continuation.resume(returning: body())
    }.start()
  }
}

/// `setfsuid(2)`, whose header Swift's module of the C library leaves out: of this thread alone.
private func setFileUser(_ user: uid_t) {
  typealias Call = @convention(c) (uid_t) -> Int32
  guard let symbol = dlsym(nil, "setfsuid") else { return }
  _ = unsafeBitCast(symbol, to: Call.self)(user)
}
