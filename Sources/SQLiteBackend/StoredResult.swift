import TaskModel

/// A result ready to be written: turned into bytes by the caller.
struct StoredResult: Sendable {
  let id: TaskID
  let key: TaskKey
  let isFinal: Bool
  let expires: Timestamp?
  let record: [UInt8]

  init(_ result: TaskResult) {
    id = result.id
    key = TaskKey(result.id)
    isFinal = result.state.isFinal
    expires = result.expires
    record = JSONValue.object(result.record).jsonBytes
  }

  /// The result in these bytes; throws when they are not one.
  static func read(_ bytes: [UInt8]) throws(JSONError) -> TaskResult {
    guard case .object(let record) = try JSONParser.parse(bytes, options: .init(allowsNaN: true)),
      let result = TaskResult(record: record)
    else { throw JSONError("a stored result is not one") }
    return result
  }
}
