import TaskModel

/// Between what a task returns and the JSON that is stored as its result.
package struct ResultCoding<Output: Sendable>: Sendable {
  /// Nil when the type is neither `Void` nor `Encodable`.
  init?(_ type: Output.Type) {
    guard type == Void.self || type is any Encodable.Type else { return nil }
  }

  /// Throws a ``TaskFailure`` naming the part that JSON cannot express.
  package func encode(_ output: Output) throws(TaskFailure) -> JSONValue {
    if Output.self == Void.self { return .null }
    guard let value = output as? any Encodable else { return .null }
    do throws(ArgumentError) { return try ValueCoding.encode(value, root: "result") } catch {
      throw TaskFailure(type: "ResultEncodingError", message: "\(error.path ?? "result"): \(error.message)")
    }
  }

  /// What was stored, as the type the task returns.
  static func decode(_ json: JSONValue) throws(ResultError) -> Output {
    if let nothing = () as? Output { return nothing }
    guard let type = Output.self as? any Decodable.Type else {
      throw .unreadable("\(Output.self) is not Decodable: read the result as JSON through record()")
    }
    guard let value = try value(type, from: json) as? Output else {
      throw .unreadable("the result is not a \(Output.self)")
    }
    return value
  }

  private static func value<Value: Decodable>(_ type: Value.Type, from json: JSONValue) throws(ResultError) -> Value {
    do throws(ArgumentError) {
      return try ValueCoding.decode(type, from: json, root: "result")
    } catch {
      throw .unreadable("the result is not a \(type): \(error.path ?? "result"): \(error.message)")
    }
  }
}
