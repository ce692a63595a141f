import Glibc
import RedisBackend

/// A redis-server of a round's own, without persistence, on a free port of the loopback.
final class RedisProcess: Sendable {
  let port: Int
  private let child: Child

  var url: String { "redis://127.0.0.1:\(port)/0" }

  /// `snapshot`: a file with what it holds at first. Returns when it answers.
  init(in workshop: Workshop, snapshot: String? = nil) throws {
    port = try Self.freePort()
    if let snapshot { try FileCopy.link(snapshot, to: workshop.path("dump.rdb")) }
    child = try Child(
      try Self.program(),
      [
        "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", workshop.directory,
      ], output: workshop.path("redis.log"))
    try waitUntilItAnswers()
    unlink(workshop.path("dump.rdb"))
  }

  deinit { child.end() }

  var endpoint: RedisEndpoint { RedisEndpoint(.tcp(RedisEndpoint.Host("127.0.0.1", port: UInt16(port)))) }

  func connect() throws -> BlockingRedis { try BlockingRedis(port: port) }

  func end() { child.end() }

  var cpuSeconds: Double { get throws { try ProcessUsage(of: child.pid).cpuSeconds } }

  /// A number from INFO stats, such as `total_commands_processed`.
  func statistic(_ name: String, _ redis: BlockingRedis) throws -> Int {
    guard case .text(let text) = try redis.run("INFO", "stats"),
      let line = text.split(separator: "\r\n").first(where: { $0.hasPrefix("\(name):") }),
      let count = Int(line.dropFirst(name.count + 1))
    else { throw BenchError("INFO stats has no \(name)") }
    return count
  }

  private func waitUntilItAnswers() throws {
    let deadline = MonotonicTime.seconds + 20
    while true {
      if let redis = try? connect(), (try? redis.run("PING")) == .text("PONG") { return }
      guard MonotonicTime.seconds < deadline else {
        throw BenchError("redis-server does not answer: \((try? FileText.read(child.output)) ?? "")")
      }
      usleep(2000)
    }
  }

  private static func program() throws -> String {
    for directory in ["/usr/bin", "/usr/local/bin", "/usr/sbin"] where access("\(directory)/redis-server", X_OK) == 0 {
      return "\(directory)/redis-server"
    }
    throw BenchError("there is no redis-server: run .ci/install test")
  }

  /// A port that was free just now.
  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchError.system("socket") }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
      }
    }
    guard code == 0 else { throw BenchError.system("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
