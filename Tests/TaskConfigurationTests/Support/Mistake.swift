import Testing

/// A configuration with something wrong in it, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: [String]

  init(_ text: String, _ expected: String...) {
    self.text = text
    self.expected = expected
  }

  var testDescription: String { expected.first ?? "fine" }
}
