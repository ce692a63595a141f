import Foundation

/// A file below Sources, with what the rules ask about it.
struct SourceFile {
  /// From the package's root, such as `Sources/Worker/Intake.swift`.
  let path: String
  let lines: [String]

  var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// Each import with its line number.
  var imports: [(module: String, line: Int)] {
    lines.enumerated().compactMap { index, line in Self.importedModule(line).map { ($0, index + 1) } }
  }

  /// The module of an import line: `@testable public import struct Some.Thing` is of `Some`.
  static func importedModule(_ line: String) -> String? {
    var words = line.split { $0 == " " || $0 == "\t" || $0 == ";" }[...]
    let before: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    while let word = words.first, word.hasPrefix("@") || before.contains(word) { words.removeFirst() }
    guard words.popFirst() == "import" else { return nil }
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
    return words.first?.split(separator: ".").first.map(String.init)
  }

  /// The lines without what follows `//`: what a comment talks about is not done.
  var code: [String] {
    lines.map { line in line.range(of: "//").map { String(line[..<$0.lowerBound]) } ?? line }
  }

  /// The root of the package, from where this file stands.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let sources = root.appendingPathComponent("Sources").resolvingSymlinksInPath()

  /// All Swift files below Sources.
  static func all() throws -> [SourceFile] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map { path in
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return SourceFile(path: "Sources/" + path, lines: lines)
    }
  }

  /// The folders directly below Sources.
  static func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: [.isDirectoryKey])
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
      .map(\.lastPathComponent).sorted()
  }
}
