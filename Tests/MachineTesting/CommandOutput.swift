package import ProcessTesting

/// What a command wrote, and how it ended.
package struct CommandOutput: Sendable, CustomStringConvertible {
  package let words: [String]
  package let exit: ProcessExit
  /// Without the newline at its end.
  package let output: String
  package let errors: String

  package var description: String {
    "\(words.joined(separator: " ")): \(exit)\n\(output)\n\(errors)"
  }

  /// What it wrote.
  /// - Throws: ``MachineError`` with everything it said when it did not end with 0.
  package func checked() throws -> String {
    guard exit == .code(0) else { throw MachineError(description) }
    return output
  }
}
