import Foundation

/// A text of this project, with the places it points to.
struct MarkdownFile {
  /// From the package's root, such as `docs/redis.md`.
  let path: String
  let text: String

  struct Link {
    /// From the package's root; nil for the text itself.
    var file: String?
    /// Without the `#`; nil for the whole file.
    var heading: String?
  }

  /// Its links, but for those into the web.
  var links: [Link] {
    text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }.filter { !$0.contains("://") }.map { target in
      let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let folder = (path as NSString).deletingLastPathComponent as NSString
      let file = parts[0].isEmpty ? nil : (folder.appendingPathComponent(parts[0]) as NSString).standardizingPath
      return Link(file: file, heading: parts.count > 1 ? parts[1] : nil)
    }
  }

  /// Its headings as links spell them: letters, digits, `-` and `_`, blanks as `-`.
  var headings: Set<String> {
    Set(
      text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
        let words = line.drop { $0 == "#" }.dropFirst().lowercased()
        return String(words.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }).replacing(" ", with: "-")
      })
  }

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// README.md, CHANGELOG.md and all below docs.
  static func all() throws -> [MarkdownFile] {
    let below = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: "docs").path)
    let paths = below.filter { $0.hasSuffix(".md") && !$0.contains(".build/") }.sorted().map { "docs/" + $0 }
    return try (["README.md", "CHANGELOG.md"] + paths).map(MarkdownFile.init)
  }

  /// The root of the package, also where `Tests` is reached by a link.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
