import TaskModel

/// A response taken apart.
struct RawReply {
  let text: String
  let status: Int
  let headers: String
  let body: String

  init(_ text: String) {
    self.text = text
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    headers = parts.first.map { $0.lowercased() } ?? ""
    body = parts.dropFirst().first.map(String.init) ?? ""
    status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  var json: JSONValue? { try? JSONParser.parse(body) }
  /// The last part of the problem's type.
  var problem: String? {
    guard headers.contains("application/problem+json") else { return nil }
    return json?["type"]?.stringValue.map { String($0.split(separator: ":").last ?? "") }
  }
}
