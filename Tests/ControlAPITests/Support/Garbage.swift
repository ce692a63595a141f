import Testing

/// Bytes that are no request, and how they must be answered.
struct Garbage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: String
  let status: Int
  let problem: String

  init(_ name: String, _ bytes: String, _ status: Int, _ problem: String) {
    (testDescription, self.bytes, self.status, self.problem) = (name, bytes, status, problem)
  }
}
