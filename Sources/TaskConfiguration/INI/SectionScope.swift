/// What a value of one section can refer to by `%(name)s`: `here`, `secrets.NAME`, keys of the same section, keys of
/// [DEFAULT].
struct SectionScope {
  /// How many references may lead on to another; Python's own limit.
  private static let deepest = 10

  let layers: INILayers
  let section: String
  let environment: [String: String]
  var credentials = Credentials()
  var secrets: [String: String] = [:]

  /// The value of an entry with everything replaced.
  func value(of entry: INIEntry) throws(ValueError) -> String {
    try expand(entry.value, directory: entry.directory, open: [entry.normalizedKey])
  }

  /// Keys still being expanded are `open`: meeting one again would never end.
  private func expand(_ text: String, directory: String, open: [String]) throws(ValueError) -> String {
    let interpolator = Interpolator(environment: environment, credentials: credentials) { name throws(ValueError) in
      let key = name.lowercased()
      if key == "here" { return directory }
      if key.hasPrefix("secrets.") { return secrets[String(key.dropFirst(8))] }
      guard let entry = layers.entry(key, of: section) ?? layers.entry(key, of: "DEFAULT") else { return nil }
      guard !open.contains(key) else {
        throw ValueError("%(\(name))s refers to itself: \((open + [key]).joined(separator: " → "))")
      }
      guard open.count <= Self.deepest else {
        throw ValueError("%(\(name))s: more than \(Self.deepest) references in a row")
      }
      return try expand(entry.value, directory: entry.directory, open: open + [key])
    }
    return try interpolator.expand(text)
  }
}
