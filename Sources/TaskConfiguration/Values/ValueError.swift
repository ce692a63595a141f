/// A value that is not what the option takes: why, and what would be. The reader adds where it stands.
package struct ValueError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String
  package let hint: String?
  /// The line inside the value, from 1, where that is known.
  var line: Int?

  init(_ message: String, hint: String? = nil, line: Int? = nil) {
    self.message = message
    self.hint = hint
    self.line = line
  }

  package var description: String { hint.map { "\(message); \($0)" } ?? message }
}
