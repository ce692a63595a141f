/// A configuration file with its includes, nearest first: where two say the same key of a section, the first counts.
struct INILayers: Sendable {
  var documents: [INIDocument] = []

  /// The names of all sections, in order of appearance.
  var sectionNames: [String] {
    var seen: Set<String> = []
    return documents.flatMap(\.sections).map(\.name).filter { seen.insert($0).inserted }
  }

  func has(section name: String) -> Bool { documents.contains { $0[section: name] != nil } }

  /// Where a section began first.
  func location(of name: String) -> SourceLocation? {
    documents.lazy.compactMap { $0[section: name]?.location }.first
  }

  /// The entries of a section, each key once.
  func entries(of name: String) -> [INIEntry] {
    var seen: Set<String> = []
    var found: [INIEntry] = []
    for document in documents {
      // A repeated section of one file has been reported already; its keys count all the same.
      for entry in document.sections(named: name).flatMap(\.entries)
      where seen.insert(entry.normalizedKey).inserted {
        found.append(entry)
      }
    }
    return found
  }

  func entry(_ key: String, of section: String) -> INIEntry? {
    for document in documents {
      if let entry = document[section: section]?[key] { return entry }
    }
    return nil
  }
}
