/// What a backend did otherwise than the text says, and where in the text.
public struct ConformanceFailure: Error, CustomStringConvertible {
  public let message: String
  public let file: String
  public let line: Int

  public var description: String { "\(message) (\(file):\(line))" }
}

/// Throws unless `condition` holds.
func expect(
  _ condition: Bool, _ message: @autoclosure () -> String, file: String = #fileID, line: Int = #line
) throws(ConformanceFailure) {
  if !condition { throw ConformanceFailure(message: message(), file: file, line: line) }
}

/// Throws unless both are the same, and says what they are.
func expect<Value: Equatable>(
  _ what: String, _ found: Value, is wanted: Value, file: String = #fileID, line: Int = #line
) throws(ConformanceFailure) {
  if found == wanted { return }
  throw ConformanceFailure(
    message: "\(what): expected \(shortened(wanted)), found \(shortened(found))", file: file, line: line)
}

private func shortened(_ value: some Any) -> String {
  let text = String(describing: value)
  return text.utf8.count <= 600 ? text : "\(text.prefix(600))…"
}
