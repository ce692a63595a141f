public import TaskModel

/// The problem as `application/problem+json`, and back.
extension ControlProblem {
  static let mediaType = "application/problem+json"

  public var document: JSONObject {
    let members: JSONObject = [
      "type": .string(kind.type), "title": .string(kind.title), "status": .integer(Int64(kind.status)),
      "detail": .string(detail),
    ]
    return extensions.merging(members)
  }

  /// Reads a problem document. Members it lacks come from the response's status; nothing makes it fail (RFC 9457 §3.1).
  public init(document: JSONObject, status: Int) {
    let type = document["type"]?.stringValue ?? "about:blank"
    let name = type.hasPrefix(Kind.typePrefix) ? String(type.dropFirst(Kind.typePrefix.count)) : type
    let title = document["title"]?.stringValue ?? "status \(status)"
    var extensions = document
    for known in ["type", "title", "status", "detail"] { extensions[known] = nil }
    self.init(
      Kind(name: name, title: title, status: status), document["detail"]?.stringValue ?? "", extensions: extensions)
  }
}
