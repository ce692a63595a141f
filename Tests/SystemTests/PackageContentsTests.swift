import Foundation
import MachineTesting
import ProcessTesting
import Testing

/// What is in the package, looked at from outside.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct PackageContentsTests {
  @Test func lintianFindsNoError() async throws {
    let words = ["lintian", "--allow-root", "--fail-on", "error", try DebianPackage.underTest.path]
    let lintian = try await HostCommand.run(words)
    #expect(lintian.exit == .code(0), "\(lintian)")
  }

  @Test func itNeedsOnlyLibrariesTimeZonesAndTheMakersOfUsersAndDirectories() async throws {
    let needs = try await DebianPackage.underTest.field("Depends").split(separator: ",").map {
      $0.split(separator: "(")[0].trimmingCharacters(in: .whitespaces)
    }
    let others = needs.filter { !$0.hasPrefix("lib") && $0 != "zlib1g" }
    #expect(
      others == [
        "systemd | systemd-standalone-sysusers | systemd-sysusers",
        "systemd | systemd-standalone-tmpfiles | systemd-tmpfiles", "tzdata",
      ])
  }

  @Test func itsConfigurationIsKeptInUpgrades() async throws {
    #expect(
      try await DebianPackage.underTest.control("conffiles") == ["/etc/default/tasksd", "/etc/tasksd/tasksd.ini"])
  }

  @Test(arguments: [
    "/usr/bin/tasksd", "/usr/share/tasksd/backup.sh", "/usr/lib/sysusers.d/tasksd.conf",
    "/usr/lib/tmpfiles.d/tasksd.conf", "/lib/systemd/system/tasksd.service", "/lib/systemd/system/tasksd.socket",
    "/lib/systemd/system/tasksd-worker.service", "/lib/systemd/system/tasksd-beat.service",
    "/lib/systemd/system/tasksd@.service", "/usr/share/bash-completion/completions/tasksd",
    "/usr/share/zsh/site-functions/_tasksd", "/usr/share/fish/vendor_completions.d/tasksd.fish",
    "/usr/share/man/man1/tasksd.1.gz", "/usr/share/man/man1/tasksd-ctl.1.gz", "/usr/share/man/man5/tasksd.ini.5.gz",
    "/usr/share/doc/tasksd/copyright", "/usr/share/doc/tasksd/examples/supervisor.conf",
  ])
  func itHas(_ path: String) async throws {
    #expect(try await DebianPackage.underTest.files().contains(path))
  }

  /// What other distributions get is what Debian gets, but for what only Debian has.
  @Test func makeInstallInstallsTheSameFiles() async throws {
    let directory = try ServerDirectory("install")
    let project = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let unpacked = directory.path + "/package"
    let installed = directory.path + "/installed"
    _ = try await HostCommand.run(["dpkg-deb", "--extract", DebianPackage.underTest.path, unpacked]).checked()
    _ = try await HostCommand.run([
      "make", "--directory=\(project)", "install", "DESTDIR=\(installed)", "PREFIX=/usr",
      "UNITDIR=/lib/systemd/system", "STRIP=:", "TASKSD_BINARY=\(unpacked)/usr/bin/tasksd",
    ]).checked()
    let debianOnly = [
      "etc/default/tasksd", "usr/share/doc/tasksd/README.Debian", "usr/share/doc/tasksd/changelog.gz",
      "usr/share/doc/tasksd/copyright", "usr/share/lintian/overrides/tasksd",
    ]
    let compare = """
      cd '\(unpacked)' && rm \(debianOnly.joined(separator: " ")) && find usr/share -name '*.gz' -exec gunzip {} +
      find -type d -empty -delete
      diff --recursive --brief '\(unpacked)' '\(installed)'
      """
    let difference = try await HostCommand.run(["/bin/bash", "-ec", compare])
    #expect(difference.exit == .code(0), "\(difference)")
  }
}
