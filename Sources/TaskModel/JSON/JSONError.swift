/// Says what is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// Bytes from the start of the text; nil where the error is not in a text.
  public let offset: Int?
  public let line: Int?
  public let column: Int?

  public init(_ message: String) {
    self.message = message
    (offset, line, column) = (nil, nil, nil)
  }

  init(_ message: String, offset: Int, line: Int, column: Int) {
    self.message = message
    self.offset = offset
    self.line = line
    self.column = column
  }

  public var description: String {
    guard let line, let column else { return message }
    return line == 1 ? "\(message) at column \(column)" : "\(message) at line \(line), column \(column)"
  }
}
