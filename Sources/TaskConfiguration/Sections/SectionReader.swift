import TaskModel

/// Reads the keys of one section one by one, collects what is wrong with each, and at the end what nobody asked for.
struct SectionReader {
  /// Where the section began.
  let location: SourceLocation
  private let entries: [INIEntry]
  private let scope: SectionScope
  private var known: Set<String> = []
  private(set) var problems: [Problem] = []

  init(
    section: String, layers: INILayers, environment: [String: String], credentials: Credentials = Credentials(),
    secrets: [String: String] = [:]
  ) {
    entries = layers.entries(of: section)
    scope = SectionScope(
      layers: layers, section: section, environment: environment, credentials: credentials, secrets: secrets)
    location = layers.location(of: section) ?? SourceLocation(file: "", line: 0)
  }

  /// Where a key stands; the section's own place where it does not.
  func location(of key: String) -> SourceLocation { entry(key)?.location ?? location }

  /// Whether the key was given.
  func has(_ key: String) -> Bool { entry(key) != nil }

  private func entry(_ key: String) -> INIEntry? { entries.first { $0.normalizedKey == key } }

  /// What `read` makes of the value, or `standard` where the key is not given or wrong.
  mutating func value<Value>(
    _ key: String, default standard: Value, _ read: (OptionText) throws(ValueError) -> Value
  ) -> Value {
    optional(key, read) ?? standard
  }

  /// What `read` makes of the value; nil where the key is not given or wrong.
  mutating func optional<Value>(_ key: String, _ read: (OptionText) throws(ValueError) -> Value) -> Value? {
    known.insert(key)
    guard let entry = entry(key) else { return nil }
    do throws(ValueError) {
      return try read(try text(of: entry))
    } catch {
      report(error, in: entry)
      return nil
    }
  }

  mutating func boolean(_ key: String, default standard: Bool) -> Bool {
    value(key, default: standard) { text throws(ValueError) in try ValueReader.boolean(text.text) }
  }

  mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    optional(key) { text throws(ValueError) in try ValueReader.integer(text.text, in: range) }
  }

  mutating func duration(_ key: String, allowsZero: Bool = false) -> Duration? {
    optional(key) { text throws(ValueError) in try DurationReader.read(text.text, allowsZero: allowsZero) }
  }

  mutating func text(_ key: String) -> String? {
    optional(key) { text throws(ValueError) in text.text }
  }

  /// The expanded text of an entry; an empty one is an error, since it is unclear what it should mean.
  private func text(of entry: INIEntry) throws(ValueError) -> OptionText {
    let text = try scope.value(of: entry).trimmed
    guard !text.isEmpty else { throw ValueError("it has no value", hint: "give it one or leave the line out") }
    return OptionText(text: text, directory: entry.directory)
  }

  private mutating func report(_ error: ValueError, in entry: INIEntry) {
    let location = entry.location(ofValueLine: error.line ?? 1)
    problems.append(Problem(at: location, "\(entry.key): \(error.message)", hint: error.hint))
  }

  /// Reports something about a key of the section.
  mutating func report(
    as severity: Problem.Severity = .error, key: String? = nil, _ message: String, hint: String? = nil
  ) {
    let place = key.map { location(of: $0) } ?? location
    problems.append(Problem(as: severity, at: place, message, hint: hint))
  }

  mutating func report(at location: SourceLocation, _ message: String, hint: String? = nil) {
    problems.append(Problem(at: location, message, hint: hint))
  }

  /// Keys that begin with `prefix`, the rest of the key as it was written.
  mutating func values(prefix: String) -> [(name: String, value: String, location: SourceLocation)] {
    var found: [(name: String, value: String, location: SourceLocation)] = []
    for entry in entries where entry.normalizedKey.hasPrefix(prefix) {
      known.insert(entry.normalizedKey)
      do throws(ValueError) {
        found.append((entry.key.utf8Text(from: prefix.utf8.count), try scope.value(of: entry), entry.location))
      } catch {
        report(error, in: entry)
      }
    }
    return found
  }

  /// Keys of Celery's that are known and do nothing.
  mutating func ignore(_ keys: [String]) {
    for key in keys {
      known.insert(key)
      if has(key) { report(as: .notice, key: key, "\(key) has no effect here") }
    }
  }

  /// Reports every key nobody asked for. `further` are names that belong to the suggestions only.
  mutating func finish(section: String, further: [String] = []) {
    for entry in entries where !known.contains(entry.normalizedKey) {
      let near = NearMiss.suggestion(for: entry.key, among: known.sorted() + further)
      let hint = near ?? "it takes \((known.sorted() + further).joined(separator: ", "))"
      problems.append(Problem(at: entry.location, "[\(section)] has no key \(entry.key)", hint: hint))
    }
  }
}
