import Glibc
import Systemd
import Testing

@Suite struct ListenDescriptorTests {
  @Test func passedSocketsAreTakenOnceWithTheirNames() async {
    await #expect(processExitsWith: .success) {
      // systemd passes descriptors from 3 on.
      let path = "/tmp/tasksd-listen-\(getpid())"
      let number = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let isBound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
      }
      try #require(isBound && listen(number, 1) == 0)
      dup2(number, 3)
      setenv("LISTEN_PID", String(getpid()), 1)
      setenv("LISTEN_FDS", "1", 1)
      setenv("LISTEN_FDNAMES", "control", 1)

      let received = try ListenDescriptor.receive()
      #expect(received.map(\.number) == [3] && received.map(\.name) == ["control"])
      #expect(received.first?.isListeningUnixSocket == true)
      #expect(getenv("LISTEN_FDS") == nil)
      #expect(try ListenDescriptor.receive().isEmpty)
      unlink(path)
    }
  }

  @Test func withoutAnyThereAreNone() async {
    await #expect(processExitsWith: .success) {
      let received = try ListenDescriptor.receive()
      #expect(received.isEmpty)
    }
  }

  @Test func nonsenseIsAnError() async {
    await #expect(processExitsWith: .success) {
      setenv("LISTEN_PID", String(getpid()), 1)
      setenv("LISTEN_FDS", "many", 1)
      #expect(throws: SystemdError.self) { try ListenDescriptor.receive() }
    }
  }
}
