/// What the server answered to one command.
enum RedisReply: Sendable, Hashable {
  case status(String)
  case integer(Int64)
  case bulk([UInt8])
  case null
  case array([RedisReply])
  case error(RedisServerError)

  /// Of a status or a bulk that is UTF-8.
  var text: String? {
    switch self {
    case .status(let text): text
    case .bulk(let bytes): String(validating: bytes, as: UTF8.self)
    default: nil
    }
  }

  /// Of an integer, or of a bulk or status that is one in decimal.
  var integer: Int64? {
    if case .integer(let number) = self { return number }
    return text.flatMap { Int64($0) }
  }

  var bytes: [UInt8]? {
    if case .bulk(let bytes) = self { return bytes }
    return nil
  }

  var elements: [RedisReply]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  var error: RedisServerError? {
    if case .error(let error) = self { return error }
    return nil
  }
}
