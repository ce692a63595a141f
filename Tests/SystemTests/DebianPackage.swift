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

  /// Debian with systemd; the package lies in /root/tasksd.deb, the libraries it needs in /root/libraries, and a later
  /// version, whose tasksd.ini has the line `# later`, in /root/later.deb. Nothing is installed.
  static var machine: MachineImage { get async throws { try await machineTask.value } }

  private static let machineTask = Task {
    try await MachineImage.bare.adding(
      """
      mkdir root/libraries
      cp '\(packages)'/libhiredis0.14_*.deb '\(packages)'/libsqlite3-0_*.deb root/libraries
      cp '\(try underTest.path)' root/tasksd.deb
      dpkg-deb --raw-extract root/tasksd.deb root/later
      sed -i 's/^Version: .*/&+later/' root/later/DEBIAN/control
      echo '# later' >> root/later/etc/tasksd/tasksd.ini
      dpkg-deb -Znone --build root/later root/later.deb
      rm -r root/later
      """)
  }

  /// Where .ci/debian-root keeps the packages it has made roots of.
  private static var packages: String {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/root") + "/.cache"
    return (environment["TASKSD_CACHE"] ?? cache + "/tasksd") + "/packages"
  }
}
