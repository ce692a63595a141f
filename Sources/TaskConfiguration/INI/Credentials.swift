import TaskModel

/// What systemd handed over by LoadCredential= and the like (systemd.exec(5)): files in `CREDENTIALS_DIRECTORY`, readable by
/// this service only. `${credential:NAME}` in a value stands for what is in one. Only those that the configuration names are read.
struct Credentials: Sendable {
  static let directoryVariable = "CREDENTIALS_DIRECTORY"
  static let prefix = "credential:"
  private static let opening: StaticString = "${credential:"

  private let values: [String: String]
  private let directory: String?

  /// None.
  init() {
    values = [:]
    directory = nil
  }

  /// Those that `layers` name, as far as they can be read.
  init(of layers: INILayers, files: any FileSource, environment: [String: String]) {
    let directory = environment[Self.directoryVariable].flatMap { $0.isEmpty ? nil : $0 }
    self.directory = directory
    guard let directory else {
      values = [:]
      return
    }
    var values: [String: String] = [:]
    for name in layers.documents.flatMap(\.sections).flatMap(\.entries).flatMap({ Self.names(in: $0.value) })
    where Self.isName(name) {
      guard let bytes = try? files.bytes(of: "\(directory)/\(name)") else { continue }
      values[name] = String(validating: bytes[..<Self.lengthWithoutLineEnd(bytes)], as: UTF8.self)
    }
    self.values = values
  }

  /// What no report may show: each as it is, and as it stands in a URL.
  var hidden: [String] { values.values.flatMap { [PercentEncoding.encode($0), $0] } }

  /// - Parameter inAuthority: it stands before the `@` of a URL, where it is percent-encoded: the file holds the password
  ///   as it is.
  func value(_ name: String, inAuthority: Bool) throws(ValueError) -> String {
    guard Self.isName(name) else {
      throw ValueError("'\(name.shortened)' is not the name of a credential", hint: "write ${\(Self.prefix)NAME}")
    }
    guard let value = values[name] else {
      let place = directory.map { "\($0)/\(name) cannot be read as text" } ?? "\(Self.directoryVariable) is not set"
      throw ValueError(
        "there is no credential '\(name)': \(place)",
        hint: "hand it over with LoadCredential=\(name):PATH in the unit, and restart it")
    }
    return inAuthority ? PercentEncoding.encode(value) : value
  }

  static func isUsed(in text: String) -> Bool { text.firstIndex(ofASCII: opening) != nil }

  private static func names(in text: String) -> [String] {
    var names: [String] = []
    var rest = text[...]
    while let start = rest.firstIndex(ofASCII: opening) {
      rest = rest[start...].dropFirst(opening.utf8CodeUnitCount)
      names.append(String(rest.prefix { $0 != "}" }))
    }
    return names
  }

  /// What systemd takes: the name of a file (credential_name_valid(), systemd 250).
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
      && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
  }

  /// Editors and `echo` end a file with a line break that no password means.
  private static func lengthWithoutLineEnd(_ bytes: [UInt8]) -> Int {
    guard bytes.last == 0x0A else { return bytes.count }
    return bytes.dropLast().last == 0x0D ? bytes.count - 2 : bytes.count - 1
  }
}
