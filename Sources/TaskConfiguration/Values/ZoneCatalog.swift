package import Schedules

/// The time zones of this machine, from its zone files.
package struct ZoneCatalog: Sendable {
  private let files: any FileSource
  private let directory = "/usr/share/zoneinfo"

  package init(files: any FileSource) { self.files = files }

  /// The rules of a zone by its IANA name. Throws what is wrong with the name, or with the zone's file.
  package func rules(_ name: String) throws(ValueError) -> ZoneRules {
    if ["utc", "etc/utc", "z", "zulu"].contains(name.lowercased()) { return .utc }
    guard Self.isWellFormed(name) else {
      throw ValueError("'\(name.shortened)' is not the name of a time zone", hint: "write one such as Europe/Helsinki")
    }
    let bytes: [UInt8]
    do throws(FileReadError) {
      bytes = try files.bytes(of: "\(directory)/\(name)")
    } catch {
      throw problem(error, name)
    }
    do throws(ZoneError) {
      return try ZoneRules(name: name, tzif: bytes)
    } catch {
      throw ValueError("\(error)", hint: "write a zone such as Europe/Helsinki")
    }
  }

  /// No name leaves the directory.
  private static func isWellFormed(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { $0.isNamePart || "+-/".utf8.contains($0) }
    return isPlain && !name.isEmpty && name.utf8.count <= 100 && !name.hasPrefix("/") && !name.hasSuffix("/")
  }

  private func problem(_ error: FileReadError, _ name: String) -> ValueError {
    guard error == .missing || error == .isDirectory else {
      return ValueError("the rules of time zone \(name) cannot be read: \(error)")
    }
    guard files.kind(of: directory) == .directory else {
      return ValueError(
        "this machine has no time zones: \(directory) is missing", hint: "install the package tzdata, or write UTC")
    }
    let near = NearMiss.suggestion(for: name, among: names())
    return ValueError("there is no time zone '\(name)'", hint: near ?? "write one such as Europe/Helsinki")
  }

  /// The names in the zone table, for suggestions.
  private func names() -> [String] {
    guard
      let bytes = (try? files.bytes(of: "\(directory)/tzdata.zi")) ?? (try? files.bytes(of: "\(directory)/zone.tab"))
    else { return [] }
    var names: [String] = []
    for line in INILines(bytes[...]) where line.first != UInt8(ascii: "#") {
      let words = String(decoding: line, as: UTF8.self).words
      // tzdata.zi: `Z NAME …` and `L TARGET NAME`; zone.tab: `CC COORDINATES NAME`.
      if words.first == "Z", words.count > 1 { names.append(words[1]) }
      if words.first != "R", words.first != "Z", words.count > 2, words[2].utf8.contains(UInt8(ascii: "/")) {
        names.append(words[2])
      }
    }
    return names
  }
}
