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
      throw BenchError("\(program) did not become ready: \(error)\(lastWords(child.output))")
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

  private static func lastWords(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 2000)
    return "\n" + String(decoding: buffer.prefix(fread(&buffer, 1, buffer.count, file)), as: UTF8.self)
  }
}
