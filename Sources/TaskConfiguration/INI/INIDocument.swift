/// One INI file, read.
struct INIDocument: Hashable, Sendable {
  /// As people would name it.
  let file: String
  /// Where it lies, absolute.
  let directory: String
  private(set) var sections: [INISection] = []
  /// Where the sections of a name stand: several only where one was repeated, which is reported.
  private var places: [String: [Int]] = [:]

  init(file: String, directory: String) {
    self.file = file
    self.directory = directory
  }

  /// The first section of this name.
  subscript(section name: String) -> INISection? { places[name]?.first.map { sections[$0] } }

  /// All sections of this name.
  func sections(named name: String) -> [INISection] { (places[name] ?? []).map { sections[$0] } }

  mutating func append(_ section: INISection) {
    places[section.name, default: []].append(sections.count)
    sections.append(section)
  }

  /// Changes the section that was appended last; nothing happens where there is none.
  mutating func updateLast(_ body: (inout INISection) -> Void) {
    guard let last = sections.indices.last else { return }
    body(&sections[last])
  }
}
