import FoundationEssentials
import Glibc
import ProcessTesting

/// What this machine lets a test do, and what runs on it.
enum Machine {
  static let canSwitchUser = getuid() == 0

  /// The living processes of a group (proc(5), stat). The dead ones wait for a parent who may take his time.
  static func processes(ofGroup group: pid_t) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { pid_t($0) != nil }.compactMap { name in
      guard let data = FileManager.default.contents(atPath: "/proc/\(name)/stat") else { return nil }
      let stat = String(decoding: data, as: UTF8.self)
      // Behind the program's name, which may hold anything: state, parent, group.
      let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
      guard fields.count > 2, fields[2] == "\(group)", !["Z", "X"].contains(fields[0]) else { return nil }
      return stat
    }
  }
}

extension Site {
  /// One command as a user to whom nothing here belongs; the configuration is kept from him.
  func runAsNobody(_ words: [String]) async throws -> Tasksd.Reply {
    chmod(configuration, 0o600)
    let program = ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"]
    let child = try await ChildProcess(
      program + [Tasksd.path] + words + ["--config", configuration], environment: Tasksd.environment,
      directory: directory)
    children.add(child)
    let exit = await child.exit
    return Tasksd.Reply(
      words: words, exit: exit, output: child.standardOutput.text, errors: child.standardError.text)
  }
}
