import MachineTesting
import ProcessTesting

/// What stories about the package do on a machine of ``DebianPackage/machine``.
extension Machine {
  func installLibraries() async throws {
    try await shell("dpkg --install \(DebianPackage.libraries)/*.deb")
  }

  /// With its libraries; without a word of the administrator's.
  func installPackage() async throws {
    try await installLibraries()
    try await shell("dpkg --install \(DebianPackage.file)")
  }

  func processID(of unit: String) async throws -> String {
    try await show(unit, "MainPID")["MainPID"] ?? ""
  }

  /// Every path but those that a running system and dpkg change by themselves.
  func paths() async throws -> Set<String> {
    let others = [
      "/root", "/tmp/*", "/var/tmp/*", "/var/cache", "/var/lib/dpkg", "/var/lib/systemd/timers",
      "/var/lib/systemd/random-seed", "/var/log/journal", "/var/log/dpkg.log", "/etc/ld.so.cache",
    ]
    let pruned = others.map { "-path '\($0)'" }.joined(separator: " -o ")
    return Set(
      try await shell("find / -xdev \\( \(pruned) \\) -prune -o -print; find /run -name '*tasksd*'")
        .split(separator: "\n").map { String($0) })
  }
}
