import Glibc

/// The place where a service says READY=1 (sd_notify(3)).
final class NotifySocket: Sendable {
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchError.system("socket") }
    let code = try UnixAddress.with(path) { bind(descriptor, $0, $1) }
    guard code == 0 else { throw BenchError.system("cannot bind \(path)") }
  }

  deinit { close(descriptor) }

  /// Returns when a message with this line arrives.
  func wait(for line: String, seconds: Double) throws {
    let deadline = MonotonicTime.seconds + seconds
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = deadline - MonotonicTime.seconds
      guard left > 0, poll(&entry, 1, Int32(left * 1000) + 1) > 0 else {
        throw BenchError("no \(line) within \(seconds) s")
      }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { throw BenchError.system("recv") }
      let lines = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n")
      if lines.contains(Substring(line)) { return }
    }
  }
}
