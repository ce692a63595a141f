import TaskModel

/// A message ready to be written: turned into bytes by the caller, so that the writing thread does not have to.
struct StoredMessage: Sendable {
  let key: TaskKey
  let queue: String
  let step: Int
  let eta: Timestamp?
  let body: [UInt8]
  let id: TaskID
  let claim: UniqueClaim?

  init(_ message: TaskMessage) {
    key = TaskKey(message.id)
    queue = message.queue.rawValue
    step = message.priority.step
    eta = message.eta
    id = message.id
    claim = message.unique
    body = JSONValue.object(message.record).jsonBytes
  }

  /// The message in these bytes, or why there is none.
  static func read(_ bytes: [UInt8]) -> Result<TaskMessage, JSONError> {
    do throws(JSONError) {
      guard case .object(let record) = try JSONParser.parse(bytes, options: .init(allowsNaN: true)) else {
        return .failure(JSONError("a stored message is not a JSON object"))
      }
      return .success(try TaskMessage(record: record))
    } catch {
      return .failure(error)
    }
  }
}
