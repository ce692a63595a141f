/// A line of a configuration file. The file is named as people would name it: as given on the command line, or, for an
/// included one, relative to the file that includes it.
package struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// From 1.
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(file):\(line)" }
}
