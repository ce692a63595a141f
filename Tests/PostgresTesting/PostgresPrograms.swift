import Foundation
import Glibc

/// The programs of PostgreSQL, of the newest version there is where Debian puts them, and otherwise where others do.
enum PostgresPrograms {
  static func path(_ program: String) throws -> String {
    for directory in directories {
      let path = "\(directory)/\(program)"
      if access(path, X_OK) == 0 { return path }
    }
    throw PostgresServer.CannotStart(description: "there is no \(program): apt install postgresql")
  }

  private static let directories: [String] = {
    let root = "/usr/lib/postgresql"
    let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
    return versions.sorted(by: >).map { "\(root)/\($0)/bin" } + ["/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"]
  }()
}
