import TaskConfiguration

/// Files of a test, in memory. The zone files of the machine are there as well.
struct MemoryFiles: FileSource {
  var currentDirectory = "/site"
  var texts: [String: String] = [:]
  var bytes: [String: [UInt8]] = [:]
  var executables: Set<String> = ["/bin/sh", "/usr/bin/true"]
  var unreadable: Set<String> = []
  /// Whether the machine's own files under /usr/share/zoneinfo are seen.
  var hasZones = true

  func bytes(of path: String) throws(FileReadError) -> [UInt8] {
    if unreadable.contains(path) { throw .permissionDenied }
    if let text = texts[path] { return Array(text.utf8) }
    if let content = bytes[path] { return content }
    if hasZones, path.hasPrefix("/usr/share/zoneinfo/") { return try DiskFiles().bytes(of: path) }
    throw kind(of: path) == .directory ? .isDirectory : .missing
  }

  func kind(of path: String) -> FileKind {
    if unreadable.contains(path) { return .file(isExecutable: false) }
    if executables.contains(path) { return .file(isExecutable: true) }
    if texts[path] != nil || bytes[path] != nil { return .file(isExecutable: false) }
    let all = Array(texts.keys) + Array(bytes.keys) + Array(executables)
    if path == "/" || all.contains(where: { $0.hasPrefix(path + "/") }) { return .directory }
    if hasZones, path.hasPrefix("/usr/share/zoneinfo") { return DiskFiles().kind(of: path) }
    return .missing
  }
}
