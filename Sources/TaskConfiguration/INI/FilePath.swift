/// Path arithmetic on text; no disk.
enum FilePath {
  static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

  /// `path` itself when absolute, otherwise inside `directory`; `.` and `..` are resolved by text.
  static func absolute(_ path: String, in directory: String) -> String {
    normalized(isAbsolute(path) ? path : directory + "/" + path)
  }

  /// Inside `directory` when relative, otherwise itself: for messages, so `..` stays.
  static func relative(_ path: String, to directory: String) -> String {
    isAbsolute(path) || directory.isEmpty || directory == "." ? path : directory + "/" + path
  }

  /// The directory part; empty for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part.
  static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// `/a/b/c` gives `/a/b/c`, `/a/b`, `/a`, `/`.
  static func ancestors(of directory: String) -> [String] {
    var found = [normalized(directory)]
    while let last = found.last, last != "/" { found.append(normalized(last + "/..")) }
    return found
  }
}
