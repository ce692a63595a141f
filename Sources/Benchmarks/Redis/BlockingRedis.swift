import CReferenceLoop
import Glibc

/// One blocking connection to Redis, for one thread at a time.
final class BlockingRedis {
  private let handle: OpaquePointer
  private var problem = [CChar](repeating: 0, count: Int(REFERENCE_PROBLEM_SIZE))

  enum Answer: Equatable {
    case nothing
    case number(Int)
    case text(String)
    case elements(Int)
  }

  init(port: Int) throws {
    guard let handle = reference_connect("127.0.0.1", Int32(port), &problem) else {
      throw BenchError(Self.text(problem))
    }
    self.handle = handle
  }

  deinit { reference_disconnect(handle) }

  @discardableResult
  func run(_ words: String...) throws -> Answer {
    var answer = reference_answer()
    let pointers = words.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    let lengths = words.map(\.utf8.count)
    let code = reference_run(handle, Int32(words.count), pointers.map { UnsafePointer($0) }, lengths, &answer, &problem)
    guard code == 0 else { throw BenchError(Self.text(problem)) }
    switch answer.kind {
    case REFERENCE_NUMBER: return .number(Int(answer.number))
    case REFERENCE_ELEMENTS: return .elements(Int(answer.number))
    case REFERENCE_BYTES:
      let bytes = UnsafeRawBufferPointer(start: answer.bytes, count: answer.length)
      return .text(String(decoding: bytes, as: UTF8.self))
    default: return .nothing
    }
  }

  /// The number a command answers with; 0 when it answers with something else.
  func number(_ command: String, _ key: String) throws -> Int {
    if case .number(let value) = try run(command, key) { value } else { 0 }
  }

  /// The text of a key; nil: there is none.
  func text(of key: String) throws -> String? {
    if case .text(let value) = try run("GET", key) { value } else { nil }
  }

  /// The C loop empties `queue` over this connection.
  func drain(_ queue: String, batch: Int, storesResults: Bool) throws -> reference_drain {
    var outcome = reference_drain()
    let code = reference_drain(handle, queue, Int32(batch), storesResults ? 1 : 0, &outcome, &problem)
    guard code == 0 else { throw BenchError(Self.text(problem)) }
    return outcome
  }

  /// When each of the next messages of `queue` arrived, by id.
  func arrivals(from queue: String, count: Int) throws -> [String: Int64] {
    var arrivals = [reference_arrival](repeating: reference_arrival(), count: count)
    let code = reference_receive(handle, queue, "held", Int32(count), &arrivals, &problem)
    guard code == 0 else { throw BenchError(Self.text(problem)) }
    return Dictionary(
      arrivals.map { arrival in
        let id = withUnsafeBytes(of: arrival.id) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return (id, arrival.nanoseconds)
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
