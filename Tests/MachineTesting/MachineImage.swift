import Foundation
import ProcessTesting
import Synchronization

/// What machines are booted from: layers, the uppermost first, that no machine changes.
package final class MachineImage: Sendable {
  let layers: [String]
  /// The directories of its layers, gone with the last image that has them.
  private let directories: [ServerDirectory]

  private init(layers: [String], directories: [ServerDirectory]) {
    self.layers = layers
    self.directories = directories
  }

  private static let equippedTask = Task { try await MachineImage(.equipped).adding(installation) }
  private static let bareTask = Task { try await MachineImage(.bare) }

  /// Debian with Redis, supervisor and the package of this project installed; no service of these is enabled, so that
  /// each story starts what it is about.
  package static var installed: MachineImage { get async throws { try await equippedTask.value } }

  /// Debian with systemd and no more.
  package static var bare: MachineImage { get async throws { try await bareTask.value } }

  private convenience init(_ root: DebianRoot) async throws {
    let base = MachineImage(layers: [try await root.path()], directories: [])
    let ready = try await base.adding(Self.readiness)
    self.init(layers: ready.layers, directories: ready.directories)
  }

  /// Tells the test that the machine is up; see ``Machine``.
  private static let readiness = """
    cat > etc/systemd/system/tell-the-test.service <<'END'
    [Unit]
    Description=Tell the test that this machine is up
    After=multi-user.target
    [Service]
    Type=oneshot
    ExecStart=/bin/sh -c 'echo up > /tell-the-test'
    [Install]
    WantedBy=multi-user.target
    END
    systemctl --quiet --root . enable tell-the-test.service
    """

  private static var installation: String {
    """
    cp '\(SystemTesting.packagePath ?? "")' tasksd.deb
    chroot . dpkg -i /tasksd.deb
    rm tasksd.deb
    for unit in redis-server supervisor tasksd; do systemctl --quiet --root . disable $unit; done
    """
  }

  /// This image, and on top of it what a shell script does in it; its working directory is the root.
  package func adding(_ script: String) async throws -> MachineImage {
    let directory = try ServerDirectory("image")
    for name in ["layer", "work", "root"] {
      try FileManager.default.createDirectory(atPath: "\(directory.path)/\(name)", withIntermediateDirectories: false)
    }
    let mounted = Self.mounting(layers, upper: "layer", in: directory.path, then: "cd root\nset -e\n\(script)")
    _ = try await HostCommand.run(mounted).checked()
    return MachineImage(layers: ["\(directory.path)/layer"] + layers, directories: directories + [directory])
  }

  /// The words of a command that sees the layers, and what it writes in `upper`, in the directory `root`. The mount is
  /// in a name space of its own and gone with the command, however it ends.
  static func mounting(_ layers: [String], upper: String, in directory: String, then script: String) -> [String] {
    let options = "lowerdir=\(layers.joined(separator: ":")),upperdir=\(upper),workdir=work"
    return [
      "unshare", "--mount", "--propagation", "private", "sh", "-c",
      "cd '\(directory)' && mount -t overlay overlay -o '\(options)' root || exit 1\n\(script)",
    ]
  }
}
