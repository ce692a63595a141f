import TaskModel

/// Finds the value of every option: command line before environment before file before default.
struct OptionReader {
  /// One way an option was said.
  private struct Said {
    var key: String
    var origin: Origin
    var entry: INIEntry?
    var text: String
  }

  private let layers: INILayers
  private let input: ConfigurationInput
  private let credentials: Credentials
  private var said: [String: Said] = [:]
  private(set) var options = DaemonOptions()
  private(set) var origins: [String: Origin] = [:]
  /// Options whose text holds a secret.
  private(set) var secretOptions: Set<String> = []
  private(set) var problems: [Problem] = []

  init(layers: INILayers, input: ConfigurationInput, credentials: Credentials) {
    self.layers = layers
    self.input = input
    self.credentials = credentials
    collectFromFiles()
    collectFromEnvironment()
    collectOverrides()
  }

  private mutating func collectFromFiles() {
    for document in layers.documents {
      var inThisFile: [String: INIEntry] = [:]
      for section in document.sections {
        switch SectionKind(section.name) {
        case .options: for entry in section.entries { collect(entry, section: section.name, &inThisFile) }
        case .transportOptions(let names):
          for entry in section.entries { collect(entry, section: section.name, names: names, &inThisFile) }
        default: break
        }
      }
    }
  }

  private mutating func collect(_ entry: INIEntry, section: String, _ inThisFile: inout [String: INIEntry]) {
    guard let option = OptionTable.option(entry.key) else { return reportUnknown(entry, section: section) }
    collect(entry, as: option, &inThisFile)
  }

  /// One of kombu's transport options.
  private mutating func collect(
    _ entry: INIEntry, section: String, names: [String: String], _ inThisFile: inout [String: INIEntry]
  ) {
    if let name = names[entry.key.lowercased()], let option = OptionTable.option(name) {
      return collect(entry, as: option, &inThisFile)
    }
    let known = names.keys.sorted()
    let near = nearestName(to: entry.key, among: known).map { "did you mean \($0)?" }
    problems.append(
      Problem(
        as: .notice, at: entry.location, "\(entry.key) of [\(section)] has no effect here",
        hint: near ?? "it takes \(known.joined(separator: ", "))"))
  }

  private mutating func collect(
    _ entry: INIEntry, as option: OptionDefinition, _ inThisFile: inout [String: INIEntry]
  ) {
    if let earlier = inThisFile[option.name] {
      // The same spelling in the same section has been reported by the parser.
      if earlier.normalizedKey != entry.normalizedKey {
        problems.append(
          Problem(
            at: entry.location,
            "\(entry.key) says \(option.name) again, line \(earlier.location.line) says it as \(earlier.key)",
            hint: "keep one of the two"))
      }
      return
    }
    inThisFile[option.name] = entry
    if said[option.name] == nil {
      said[option.name] = Said(key: entry.key, origin: .file(entry.location), entry: entry, text: entry.value)
    }
  }

  private mutating func reportUnknown(_ entry: INIEntry, section: String) {
    if CeleryOptions.contains(entry.key) {
      let message = "\(entry.key) is not used: \(CeleryOptions.reason(entry.key))"
      problems.append(Problem(as: .notice, at: entry.location, message))
      return
    }
    let hint = Self.suggestion(for: entry.key) ?? "tasksd check --print lists all options"
    problems.append(Problem(at: entry.location, "[\(section)] has no option \(entry.key)", hint: hint))
  }

  private static func suggestion(for key: String) -> String? {
    guard let near = nearestName(to: key, among: OptionTable.byName.keys.sorted()) else { return nil }
    return "did you mean \(OptionTable.byName[near]?.name ?? near)?"
  }

  private mutating func collectFromEnvironment() {
    for option in OptionTable.all {
      let name = "TASKSD_" + option.name.uppercased()
      guard let text = input.environment[name], !text.isEmpty else { continue }
      said[option.name] = Said(key: name, origin: .environment(name), text: text)
    }
    // systemd says where it made the directories of the unit (systemd.exec(5)).
    for (option, variable, file) in [
      ("state_directory", "STATE_DIRECTORY", ""), ("control_socket", "RUNTIME_DIRECTORY", "/control.sock"),
    ] where said[option] == nil {
      guard let first = input.environment[variable]?.split(separator: ":").first, first.hasPrefix("/") else { continue }
      said[option] = Said(key: variable, origin: .environment(variable), text: first + file)
    }
  }

  private mutating func collectOverrides() {
    for override in input.overrides {
      guard let option = OptionTable.option(override.option) else {
        problems.append(Problem("\(override.flag): there is no option \(override.option)"))
        continue
      }
      said[option.name] = Said(key: override.flag, origin: .commandLine(override.flag), text: override.text)
    }
  }

  /// Reads one option before the others.
  mutating func read(only name: String) {
    if let option = OptionTable.option(name) { read(option, secrets: [:]) }
  }

  /// Reads all options but those read already.
  mutating func readAll(secrets: [String: String]) {
    for option in OptionTable.all where origins[option.name] == nil { read(option, secrets: secrets) }
  }

  private mutating func read(_ option: OptionDefinition, secrets: [String: String]) {
    guard let said = said[option.name] else {
      origins[option.name] = .builtIn
      return
    }
    origins[option.name] = said.origin
    if said.text.firstIndex(ofASCII: "%(secrets.") != nil || Credentials.isUsed(in: said.text) {
      secretOptions.insert(option.name)
    }
    let text: OptionText
    do throws(ValueError) {
      text = try expand(said, secrets: secrets)
    } catch {
      // Says which name leads nowhere; no secret has been put in.
      return report(error, said, isSecret: false)
    }
    do throws(ValueError) {
      guard !text.text.isEmpty || option.allowsEmpty else {
        throw ValueError("it has no value", hint: "leave the line out for the default, \(option.defaultText)")
      }
      try option.read(text, &options)
    } catch {
      report(error, said, isSecret: secretOptions.contains(option.name))
    }
    if let notice = option.notice { problems.append(Problem(as: .notice, at: said.origin, notice)) }
  }

  private func expand(_ said: Said, secrets: [String: String]) throws(ValueError) -> OptionText {
    guard let entry = said.entry else { return OptionText(text: said.text.trimmed, directory: input.currentDirectory) }
    // Keys may stand in any of these sections.
    let section =
      (SectionKind.optionSections + SectionKind.transportSections)
      .first { layers.entry(entry.key, of: $0) == entry } ?? "tasksd"
    let scope = SectionScope(
      layers: layers, section: section, environment: input.environment, credentials: credentials, secrets: secrets)
    return OptionText(text: try scope.value(of: entry).trimmed, directory: entry.directory)
  }

  private mutating func report(_ error: ValueError, _ said: Said, isSecret: Bool) {
    let message = isSecret ? "the value with the secret put in is wrong" : error.message
    let text = said.entry.map { "\($0.key): \(message)" } ?? message
    problems.append(Problem(at: said.origin, text, hint: error.hint))
  }
}
