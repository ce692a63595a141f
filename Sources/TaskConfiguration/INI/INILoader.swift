/// Reads a configuration file and those it includes by `[includes] include_ini_files`.
struct INILoader {
  private let files: any FileSource
  private let environment: [String: String]
  private(set) var layers = INILayers()
  private(set) var problems: [Problem] = []
  /// Absolute paths, from the main file to the one being read.
  private var open: [String] = []
  private var seen: Set<String> = []

  init(files: any FileSource, environment: [String: String]) {
    self.files = files
    self.environment = environment
  }

  /// Reads `path` and its includes, depth first: the file itself, then its first include with all that includes, then
  /// the next.
  mutating func load(_ path: String) {
    load(path, absolutePath: FilePath.absolute(path, in: files.currentDirectory), includedAt: nil)
  }

  private mutating func load(_ path: String, absolutePath: String, includedAt location: SourceLocation?) {
    if open.contains(absolutePath) {
      let message = "\(path) is included while it is still being read: \(cycle(to: absolutePath))"
      problems.append(Problem(file: location?.file, line: location?.line, message, hint: "remove one of the includes"))
      return
    }
    guard seen.insert(absolutePath).inserted else { return }
    let bytes: [UInt8]
    do throws(FileReadError) {
      bytes = try files.bytes(of: absolutePath)
    } catch {
      if let location {
        problems.append(Problem(at: location, "cannot include \(path): \(error)"))
      } else {
        problems.append(Problem(file: path, "\(error)", hint: "give the configuration file with --config FILE"))
      }
      return
    }
    let (document, found) = INIParser.parse(bytes, file: path, directory: FilePath.directory(of: absolutePath))
    problems += found
    layers.documents.append(document)
    open.append(absolutePath)
    includes(of: document)
    open.removeLast()
  }

  private func cycle(to path: String) -> String {
    let loop = open.drop { $0 != path } + [path]
    return loop.map { FilePath.name(of: $0) }.joined(separator: " → ")
  }

  private mutating func includes(of document: INIDocument) {
    for entry in document[section: "includes"]?.entries ?? [] {
      guard entry.normalizedKey == "include_ini_files" else {
        problems.append(
          Problem(at: entry.location, "[includes] has no key \(entry.key)", hint: "it takes include_ini_files"))
        continue
      }
      let scope = SectionScope(
        layers: INILayers(documents: [document]), section: "includes", environment: environment)
      for (offset, line) in entry.value.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        let location = entry.location(ofValueLine: offset + 1)
        for word in line.words { include(word, of: document, scope: scope, at: location, entry: entry) }
      }
    }
  }

  private mutating func include(
    _ word: String, of document: INIDocument, scope: SectionScope, at location: SourceLocation, entry: INIEntry
  ) {
    var part = entry
    part.value = word
    do throws(ValueError) {
      let path = try scope.value(of: part)
      if path.hasPrefix("resource://") {
        includeResource(path, of: document, at: location)
      } else if let scheme = path.firstIndex(ofASCII: "://") {
        problems.append(
          Problem(
            at: location, "cannot include \(path): '\(path.before(scheme))://' is not known here",
            hint: "write the path of a file, relative to this one or absolute"))
      } else {
        let display = FilePath.relative(path, to: FilePath.directory(of: document.file))
        load(display, absolutePath: FilePath.absolute(path, in: document.directory), includedAt: location)
      }
    } catch {
      problems.append(Problem(at: location, error.message, hint: error.hint))
    }
  }

  /// `resource://package/file` names a file inside a Python package. It is found when the package lies above the
  /// including file or in PYTHONPATH, as it does for a site's own; otherwise it is left out, which is no error, since the
  /// file is right as it stands and only Python knows where its packages are.
  private mutating func includeResource(_ resource: String, of document: INIDocument, at location: SourceLocation) {
    let path = String(resource.dropFirst("resource://".count))
    let pythonPath = (environment["PYTHONPATH"] ?? "").split(separator: ":").map(String.init)
    for directory in FilePath.ancestors(of: document.directory) + pythonPath {
      let candidate = FilePath.absolute(path, in: FilePath.absolute(directory, in: files.currentDirectory))
      if case .file = files.kind(of: candidate) {
        return load(candidate, absolutePath: candidate, includedAt: location)
      }
    }
    problems.append(
      Problem(
        as: .notice, at: location, "\(resource) is not included: it lies in a Python package that is not found here",
        hint: "what it sets does not apply; write the file's path, or its directory into PYTHONPATH, if it should"))
  }
}
