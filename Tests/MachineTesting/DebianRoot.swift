import Foundation

/// A Debian root that machines start from; made once by .ci/debian-root and kept between runs.
package enum DebianRoot: String, Sendable {
  /// What a minimal server has: systemd, no library of tasksd's.
  case bare
  /// With Redis, supervisor, curl, python3 and the libraries of the package.
  case equipped

  /// Its directory. Nobody writes there.
  func path() async throws -> String {
    // …/Tests/MachineTesting/DebianRoot.swift
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let environment = ProcessInfo.processInfo.environment.filter {
      ["HOME", "XDG_CACHE_HOME", "TASKSD_CACHE"].contains($0.key) || $0.key.hasSuffix("_proxy")
    }
    let script = project.appending(path: ".ci/debian-root").path
    return try await HostCommand.run([script, rawValue], environment: environment).checked()
  }
}
