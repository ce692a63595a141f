import CHiredis

/// A reply where hiredis keeps it: read during the call that lends it, and never copied as a whole.
struct RedisReplyView: ~Copyable {
  enum Kind: Sendable { case status, integer, bulk, null, array, error, unknown }

  private let reply: UnsafePointer<redisReply>

  init(_ reply: UnsafePointer<redisReply>) { self.reply = reply }

  var kind: Kind {
    switch reply.pointee.type {
    case REDIS_REPLY_STATUS: .status
    case REDIS_REPLY_INTEGER: .integer
    case REDIS_REPLY_STRING: .bulk
    case REDIS_REPLY_NIL: .null
    case REDIS_REPLY_ARRAY: .array
    case REDIS_REPLY_ERROR: .error
    default: .unknown
    }
  }

  /// How many elements an array has; 0 of everything else.
  var count: Int { kind == .array ? Int(clamping: reply.pointee.elements) : 0 }

  var integer: Int64? { kind == .integer ? Int64(reply.pointee.integer) : text.flatMap { Int64($0) } }

  /// Of a bulk or status; broken UTF-8 is repaired.
  var text: String? {
    switch kind {
    case .status, .bulk: withBytes { String(decoding: $0, as: UTF8.self) }
    default: nil
    }
  }

  var error: RedisServerError? {
    kind == .error ? RedisServerError(text: withBytes { String(decoding: $0, as: UTF8.self) }) : nil
  }

  /// Lends the bytes of a bulk, status or error; no bytes for everything else.
  func withBytes<Value, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    switch kind {
    case .bulk, .status, .error: try body(UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len))
    default: try body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  /// Lends the element of an array; nil where there is none.
  func withElement<Value, Failure: Error>(
    _ index: Int, _ body: (borrowing RedisReplyView) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    guard index >= 0, index < count, let element = reply.pointee.element[index] else { return nil }
    return try body(RedisReplyView(element))
  }

  /// Lends each element of an array in turn.
  func forEach<Failure: Error>(_ body: (Int, borrowing RedisReplyView) throws(Failure) -> Void) throws(Failure) {
    for index in 0..<count {
      guard let element = reply.pointee.element[index] else { continue }
      try body(index, RedisReplyView(element))
    }
  }

  /// All of it, copied.
  func copy() -> RedisReply {
    switch kind {
    case .status: return .status(text ?? "")
    case .integer: return .integer(Int64(reply.pointee.integer))
    case .bulk: return .bulk(withBytes { Array($0) })
    case .error: return .error(error ?? RedisServerError(text: ""))
    case .null, .unknown: return .null
    case .array:
      var elements: [RedisReply] = []
      elements.reserveCapacity(count)
      forEach { _, element in elements.append(element.copy()) }
      return .array(elements)
    }
  }
}
