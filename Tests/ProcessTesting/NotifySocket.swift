import Glibc
import WorkerThreads

/// Plays systemd's part: what the daemon tells it, assignment by assignment.
package final class NotifySocket: Sendable {
  package let told = OutputLines()
  package let path: String
  private let descriptor: CInt

  /// Listens at this path, which must not exist.
  package init(_ path: String) throws {
    self.path = path
    let descriptor = try UnixAddress.bind(path, type: SOCK_DGRAM)
    self.descriptor = descriptor
    let thread = try WorkerThread(name: "notify socket")
    thread.perform { [told] in
      var bytes = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count <= 0 { break }
        told.append(bytes[..<count] + [0x0A])
      }
      told.end()
      close(descriptor)
      thread.stop()
    }
  }

  deinit { shutdown(descriptor, CInt(SHUT_RDWR)) }

  package var environment: [String: String] { ["NOTIFY_SOCKET": path] }

  /// Waits for this assignment, from the given one on, and returns the number of the next.
  @discardableResult
  package func wait(for text: String, from start: Int = 0) async throws -> Int {
    try await told.first("'\(text)'", from: start) { $0.hasPrefix(text) }.index + 1
  }

  package var hasReady: Bool { told.all.contains("READY=1") }
}
