import Testing

/// A wrong request and what it must be told.
struct Refusal: Sendable, CustomTestStringConvertible {
  let method: String
  let path: String
  let body: String
  let status: Int
  let problem: String
  /// Must stand in the text.
  let says: String

  init(_ method: String, _ path: String, _ body: String = "", _ status: Int, _ problem: String, _ says: String) {
    (self.method, self.path, self.body) = (method, path, body)
    (self.status, self.problem, self.says) = (status, problem, says)
  }

  var testDescription: String { "\(method) \(path) \(body.prefix(60))" }
}
