/// One `[name]` of an INI file with what stands below it.
struct INISection: Hashable, Sendable {
  let name: String
  let location: SourceLocation
  private(set) var entries: [INIEntry] = []
  /// Where the first entry of a key stands.
  private var places: [String: Int] = [:]

  init(name: String, location: SourceLocation) {
    self.name = name
    self.location = location
  }

  /// The entry of this key, without letter case.
  subscript(key: String) -> INIEntry? { places[key.lowercased()].map { entries[$0] } }

  mutating func append(_ entry: INIEntry) {
    if places[entry.normalizedKey] == nil { places[entry.normalizedKey] = entries.count }
    entries.append(entry)
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
