import FoundationEssentials

/// The files this project ships, copied to where a test may use them.
enum ShippedFiles {
  static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// `config` beside an empty `var`, as in the project.
  static func copyConfiguration(to site: Site) throws -> String {
    try FileManager.default.copyItem(
      atPath: project.appending(path: "config").resolvingSymlinksInPath().path, toPath: site.path("config"))
    return site.path("config/tasksd.ini")
  }
}
