import CeleryWire
import TaskModel
import Worker

/// Revoking by what tasks are stamped with, instead of by their ids.
extension RemoteDesk {
  /// - Note: kept by this process only, as in Celery; ids are kept in the store.
  func revokeByStampedHeaders(_ arguments: JSONObject) throws -> RemoteAnswer {
    try SignalName.check(arguments["signal"])
    let headers = try headers(arguments["headers"] ?? .null)
    let stamps = Dictionary(
      headers.map { ($0.key, Set($0.value.arrayValue ?? [$0.value])) }, uniquingKeysWith: { $0.union($1) })
    let shown = PythonRepr.text(.object(headers))
    let worker = try worker()
    worker.revoke(stamps: stamps)
    guard arguments["terminate"]?.isTrue ?? false else {
      return .ok("headers \(shown) flagged as revoked, but not terminated")
    }
    let ended = worker.terminate(stamps: stamps)
    return .ok(ended.isEmpty ? "headers \(shown) were not terminated" : "headers \(shown) revoked")
  }

  /// `{name: [values]}`, or `["name=value"]` as the command line sends it.
  private func headers(_ value: JSONValue) throws(PythonException) -> JSONObject {
    if let object = value.objectValue { return object }
    guard let pairs = value.arrayValue else {
      throw PythonException("TypeError", "headers are an object or an array of texts name=value, not \(value.kind)")
    }
    var headers = JSONObject()
    for pair in pairs {
      let parts = (pair.stringValue ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw PythonException("IndexError", "list index out of range") }
      headers[String(parts[0])] = .string(String(parts[1]))
    }
    return headers
  }
}
