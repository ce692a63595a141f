/// One `[name]` of an INI file with what stands below it.
struct INISection: Hashable, Sendable {
  let name: String
  let location: SourceLocation
  var entries: [INIEntry] = []

  /// The entry of this key, without letter case.
  subscript(key: String) -> INIEntry? {
    let wanted = key.lowercased()
    return entries.first { $0.normalizedKey == wanted }
  }

  /// Adds lines, each with its number in the file, to the value of the last entry.
  mutating func extendLastEntry(_ lines: [(number: Int, text: String)]) {
    guard let last = entries.indices.last else { return }
    for line in lines {
      entries[last].value += "\n" + line.text
      entries[last].valueLines.append(line.number)
    }
  }
}
