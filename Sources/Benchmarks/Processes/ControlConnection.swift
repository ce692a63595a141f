import Glibc
import TaskModel

/// One connection to a control socket that is kept and blocks: the least a client can cost.
final class ControlConnection: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchError.system("socket") }
    let code = try UnixAddress.with(path) { connect(descriptor, $0, $1) }
    guard code == 0 else { throw BenchError.system("cannot connect to \(path)") }
  }

  deinit { close(descriptor) }

  /// Sends a request, returns the body of its answer.
  func ask(_ method: String, _ path: String, _ body: String = "") throws -> JSONValue {
    let request =
      "\(method) \(path) HTTP/1.1\r\nHost: tasksd\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    var rest = Array(request.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BenchError.system("write") }
      rest = rest.dropFirst(count)
    }
    return try JSONParser.parse(Array(answer().utf8))
  }

  private func answer() throws -> Substring {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw BenchError.system("the control socket closed the connection") }
      received += buffer.prefix(count)
      let text = String(decoding: received, as: UTF8.self)
      guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
      let head = text[..<end.lowerBound].lowercased()
      guard let field = head.firstRange(of: "content-length: ") else { throw BenchError("no Content-Length: \(head)") }
      let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
      let body = text[end.upperBound...]
      if body.utf8.count >= length { return body }
    }
  }
}
