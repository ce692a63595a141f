/// One `key = value` of an INI file, not interpolated yet.
struct INIEntry: Hashable, Sendable {
  /// As written.
  let key: String
  /// Continuation lines are joined by line feeds, their indentation cut off.
  var value: String
  let location: SourceLocation
  /// The line in the file of each line of the value.
  var valueLines: [Int]
  /// What `%(here)s` stands for: the directory of the file, absolute.
  let directory: String

  /// Keys are told apart without letter case.
  let normalizedKey: String

  init(key: String, value: String, location: SourceLocation, directory: String) {
    self.key = key
    self.value = value
    self.location = location
    self.directory = directory
    valueLines = [location.line]
    normalizedKey = key.lowercased()
  }

  /// The place of the value's line of this number, from 1.
  func location(ofValueLine number: Int) -> SourceLocation {
    let line = valueLines.indices.contains(number - 1) ? valueLines[number - 1] : location.line
    return SourceLocation(file: location.file, line: line)
  }
}
