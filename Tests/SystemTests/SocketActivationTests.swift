import MachineTesting
import ProcessTesting
import Testing

/// tasksd.socket: the control socket is there before the daemon and over its restarts.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct SocketActivationTests {
  private func listening(_ story: (Service) async throws -> Void) async throws {
    try await Service.on { service in
      let enabled = try await service.machine.systemctl("enable", "--now", "tasksd.socket")
      #expect(enabled.exit == .code(0), "\(enabled)")
      try await story(service)
    }
  }

  @Test func theFirstConnectionStartsTheDaemon() async throws {
    try await listening { service in
      let machine = service.machine
      #expect(try await service.property("ActiveState") == "inactive")
      let socket = try await machine.show("tasksd.socket", "ActiveState", "SubState", "FileDescriptorName", "Listen")
      #expect(socket["ActiveState"] == "active" && socket["SubState"] == "listening", "\(socket)")
      #expect(socket["FileDescriptorName"] == "control")
      #expect(socket["Listen"] == "/run/tasksd/control.sock (Stream)", "\(socket)")
      #expect(try await machine.shell("stat -c '%a %U:%G' /run/tasksd/control.sock") == "660 tasksd:tasksd")
      let inode = try await machine.shell("stat -c %i /run/tasksd/control.sock")
      // The answer comes from the daemon it has started.
      #expect(try await machine.run(["tasksd", "ctl", "inspect", "ping"]).checked().contains("pong"))
      try await service.wait(for: "ActiveState", equals: "active")
      try await service.stop()
      #expect(try await machine.shell("stat -c '%i %a %U:%G' /run/tasksd/control.sock") == "\(inode) 660 tasksd:tasksd")
    }
  }

  /// Clients connect as fast as they can, all the time.
  @Test func noConnectionIsRefusedOverRestarts() async throws {
    try await listening { service in
      let machine = service.machine
      try await service.start()
      try machine.write("/root/knock.py", Self.knocking)
      let client = try await machine.start(["sh", "-c", "python3 /root/knock.py 2>&1"])
      for change in [
        "restart tasksd", "stop tasksd", "start tasksd", "kill --kill-who=main --signal=KILL tasksd", "restart tasksd",
      ] {
        let connected = client.standardOutput.all.count
        try await machine.shell("systemctl \(change)")
        if change.hasPrefix("kill") { try await service.said("Failed with result 'signal'") }
        // Accepted and answered behind it, by whichever daemon.
        for answer in 1...3 {
          _ = try await client.standardOutput.first("an answer", from: connected + answer) { _ in true }
        }
      }
      try await machine.shell("touch /root/enough")
      #expect(await client.exit == .code(0))
      let answers = Set(client.standardOutput.all)
      #expect(answers.contains("200") && answers.isSubset(of: ["200", "cut"]), "\(answers)")
    }
  }

  /// Asks one connection after the other, and says what came back; a connection that the end of the daemon cuts has been
  /// accepted all the same.
  private static let knocking = """
    import os, socket
    while not os.path.exists("/root/enough"):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect("/run/tasksd/control.sock")
        try:
            connection.sendall(b"GET /health HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
            answer = connection.makefile("rb").read().decode()
            print("200" if answer.startswith("HTTP/1.1 200 ") else repr(answer) if answer else "cut", flush=True)
        except (ConnectionResetError, BrokenPipeError):
            print("cut", flush=True)
        connection.close()
    """
}
