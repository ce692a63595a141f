import Glibc

/// A daemon that runs in the workshop.
struct Daemon: Sendable {
  let child: Child
  /// From the start of the program to READY=1.
  let readySeconds: Double

  /// Returns when it is ready.
  static func start(_ program: String, in workshop: Workshop, configuration: String) throws -> Daemon {
    let socketPath = workshop.path("notify.sock")
    unlink(socketPath)
    let socket = try NotifySocket(socketPath)
    let start = MonotonicTime.seconds
    let child = try Child(
      program, ["run", "--config", configuration], environment: ["NOTIFY_SOCKET": socketPath],
      output: workshop.path("daemon.log"))
    do {
      try socket.wait(for: "READY=1", seconds: 20)
    } catch {
      child.end()
      throw BenchError("\(program) did not become ready: \(error)\n\((try? FileText.read(child.output)) ?? "")")
    }
    return Daemon(child: child, readySeconds: MonotonicTime.seconds - start)
  }

  /// A warm stop. Returns how long it took, in seconds.
  func stop() -> Double {
    MonotonicTime.seconds {
      child.signal(SIGTERM)
      child.wait()
    }
  }
}
