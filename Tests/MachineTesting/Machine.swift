import Foundation
import Glibc
package import ProcessTesting
import Synchronization

/// A Debian machine with systemd, journal and a loopback network of its own: a container of systemd-nspawn that lives as
/// long as the story. What it writes is gone with it; the kernel ends it with the test run, whatever happens.
package final class Machine: Sendable {
  private let directory: ServerDirectory
  private let container: ChildProcess
  private let children = ChildList()
  /// The machine's process 1, as seen from outside.
  private let leader: pid_t
  // Held for their layers.
  private let image: MachineImage

  /// A machine takes some forty of the 128 inotify instances that all processes of root share (fs.inotify.max_user_instances).
  private static let turnstile = Turnstile(2)

  /// Boots a machine, lets a story use it, and ends it. What the journal says is part of a failing story's error.
  package static func running<Value>(
    _ image: MachineImage, _ story: (Machine) async throws -> Value
  ) async throws -> Value {
    await turnstile.enter()
    defer { turnstile.leave() }
    let machine = try await Machine(image)
    do {
      let value = try await story(machine)
      await machine.end()
      return value
    } catch {
      let journal = try? await machine.run(["journalctl", "--no-pager", "-o", "short-precise", "-n", "120"])
      await machine.end()
      throw MachineError("\(error)\n--- journal ---\n\(journal?.output ?? "none")")
    }
  }

  /// Returns when everything that is enabled has been started.
  private init(_ image: MachineImage) async throws {
    self.image = image
    directory = try ServerDirectory("machine")
    for name in ["changes", "work", "root"] {
      try FileManager.default.createDirectory(atPath: "\(directory.path)/\(name)", withIntermediateDirectories: false)
    }
    let pipe = directory.path + "/up"
    guard mkfifo(pipe, 0o600) == 0 else { throw MachineError("cannot make \(pipe)") }
    let name = String(directory.path.split(separator: "-").last ?? "machine")
    // Killed, systemd-nspawn leaves the machine running; the end of a process name space leaves nothing.
    let words = MachineImage.mounting(
      image.layers, upper: "changes", in: directory.path,
      then: """
        exec unshare --pid --kill-child --mount-proc \
          systemd-nspawn --quiet --boot --directory=root --machine='\(name)' --register=no --keep-unit \
          --private-network --console=pipe --bind='\(pipe)':/tell-the-test
        """)
    container = try await ChildProcess(
      ["/usr/bin/env", "--"] + words,
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"], directory: "/")
    children.add(container)
    let listener = try await ChildProcess(["/bin/cat", pipe], environment: [:], directory: "/")
    children.add(listener)
    // A machine that ends before it is up would leave the listener waiting.
    let watch = Task { [container] in
      _ = await container.exit
      listener.send(SIGKILL)
    }
    defer { watch.cancel() }
    do {
      _ = try await listener.standardOutput.first(containing: "up")
      leader = try Self.child(of: Self.child(of: container.processID ?? 0))
    } catch {
      children.killAll()
      throw MachineError(
        "the machine did not come up\n\(container.standardOutput.text)\n\(container.standardError.text)")
    }
  }

  private static func child(of process: pid_t) throws -> pid_t {
    let text = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
    guard let child = text.split(separator: " ").first.flatMap({ pid_t($0) }) else {
      throw MachineError("the machine has no process 1")
    }
    return child
  }

  private func end() async {
    await children.end()
  }

  // MARK: - Commands

  private func inside(_ words: [String]) -> [String] {
    ["/usr/bin/nsenter", "--target", "\(leader)", "--all", "--wdns=/", "--", "/usr/bin/env", "--"] + words
  }

  private static let environment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/root",
    "SYSTEMD_PAGER": "", "SYSTEMD_COLORS": "0",
  ]

  /// Runs a command in the machine, as root, to its end. An end other than 0 is not an error here: see
  /// ``CommandOutput/checked()``.
  package func run(_ words: [String]) async throws -> CommandOutput {
    let child = try await start(words)
    let exit = await withTaskCancellationHandler {
      await child.exit
    } onCancel: {
      child.send(SIGKILL)
    }
    return CommandOutput(
      words: words, exit: exit, output: child.standardOutput.text, errors: child.standardError.text)
  }

  /// What a shell command line wrote.
  /// - Throws: ``MachineError`` when it did not end with 0.
  @discardableResult
  package func shell(_ line: String) async throws -> String {
    try await run(["/bin/bash", "-ec", line]).checked()
  }

  /// Starts a command that goes on, such as `journalctl --follow`; it is killed with the machine.
  package func start(_ words: [String]) async throws -> ChildProcess {
    let child = try await ChildProcess(inside(words), environment: Self.environment, directory: "/")
    children.add(child)
    return child
  }

  // MARK: - Files

  /// Where a path of the machine is outside of it; every file system of it is seen there.
  private func outside(_ path: String) -> String { "/proc/\(leader)/root\(path)" }

  /// Writes a file, with directories as needed, as root.
  package func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
    let place = URL(filePath: outside(path))
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path)
  }

  package func read(_ path: String) throws -> String {
    try String(contentsOfFile: outside(path), encoding: .utf8)
  }
}
