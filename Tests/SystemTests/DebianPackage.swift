import Foundation
import MachineTesting

/// The package under test, and the machines to install it on.
struct DebianPackage: Sendable {
  let path: String

  static var underTest: DebianPackage {
    get throws {
      guard let path = SystemTesting.packagePath else { throw MachineError("TASKSD_PACKAGE names no package") }
      return DebianPackage(path: path)
    }
  }

  /// One field of its control file.
  func field(_ name: String) async throws -> String {
    try await HostCommand.run(["dpkg-deb", "--field", path, name]).checked()
  }

  /// A file beside its control file, such as `conffiles`, line by line.
  func control(_ name: String) async throws -> [String] {
    try await lines("dpkg-deb --ctrl-tarfile '\(path)' | tar -xO ./\(name)")
  }

  /// The absolute paths of its files.
  func files() async throws -> [String] {
    try await lines("dpkg-deb --fsys-tarfile '\(path)' | tar -t").filter { !$0.hasSuffix("/") }
      .map { String($0.dropFirst()) }
  }

  private func lines(_ script: String) async throws -> [String] {
    let words = ["/bin/bash", "-o", "pipefail", "-ec", script]
    return try await HostCommand.run(words).checked().split(separator: "\n").map { String($0) }
  }

  /// Where on the machine the package lies.
  static let file = "/srv/tasksd.deb"

  /// A later version there, whose tasksd.ini has the line `# later`.
  static let laterFile = "/srv/later.deb"

  /// The libraries that it needs, there.
  static let libraries = "/srv/libraries"

  /// Debian with systemd, and these files. Nothing is installed.
  static var machine: MachineImage { get async throws { try await machineTask.value } }

  private static let machineTask = Task {
    try await MachineImage.bare.adding(
      """
      mkdir .\(libraries)
      cp '\(packages)'/libhiredis0.14_*.deb '\(packages)'/libsqlite3-0_*.deb .\(libraries)
      cp '\(try underTest.path)' .\(file)
      dpkg-deb --raw-extract .\(file) srv/later
      sed -i 's/^Version: .*/&+later/' srv/later/DEBIAN/control
      echo '# later' >> srv/later/etc/tasksd/tasksd.ini
      dpkg-deb -Znone --build srv/later .\(laterFile)
      rm -r srv/later
      """)
  }

  /// Where .ci/debian-root keeps the packages it has made roots of.
  private static var packages: String {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/root") + "/.cache"
    return (environment["TASKSD_CACHE"] ?? cache + "/tasksd") + "/packages"
  }
}
