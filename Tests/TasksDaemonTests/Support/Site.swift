import FoundationEssentials
import ProcessTesting
import TaskModel

/// A place for daemons of one test: a directory with a configuration, a store and a control socket of its own.
final class Site: Sendable {
  struct Hang: Error, CustomStringConvertible {
    let description = "the test hangs: its processes were killed"
  }

  let directory: String
  let children = ChildList()

  private init() throws {
    directory = "/tmp/tasksd-site-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
  }

  /// Runs a story at a site; whatever happens, no process and no file of it is left.
  static func visit(
    _ configuration: String = Site.tasks, _ story: @escaping @Sendable (Site) async throws -> Void
  ) async throws {
    await Turnstile.sites.enter()
    defer { Turnstile.sites.leave() }
    let site = try Site()
    try site.write("tasksd.ini", Site.options + configuration)
    // Only a story that hangs ever meets this deadline.
    let deadline = Task {
      try await Task.sleep(for: .seconds(180))
      site.children.killAll()
    }
    let result: Result<Void, any Error>
    do { result = .success(try await story(site)) } catch { result = .failure(error) }
    deadline.cancel()
    await site.children.end()
    try? FileManager.default.removeItem(atPath: site.directory)
    if case .success = await deadline.result { throw Hang() }
    try result.get()
  }

  /// What every site's configuration begins with.
  static let options = """
    [tasksd]
    state_directory = %(here)s/state
    control_socket = %(here)s/control.sock
    log_format = json
    log_level = debug
    worker_concurrency = 2

    """

  /// Tasks for all sorts of stories.
  static let tasks = """
    [task:hello]
    command = echo hello {name?}
    result = text
    [task:greet]
    command = echo {name}
    [task:hold]
    command = sh -c "echo holding; exec head -c 1 $0" "%(here)s/gate"
    result = text
    [task:note]
    command = sh -c 'read -r line; echo "$line" >> "$0"' "%(here)s/ran"
    [task:fail]
    command = sh -c "echo first; echo second >&2; exit 3"

    """

  func path(_ name: String) -> String { "\(directory)/\(name)" }
  var configuration: String { path("tasksd.ini") }
  var socket: String { path("control.sock") }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path(name)), options: .atomic)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  /// What lies in the directory, sorted.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }

  /// The lines of a file; none while it does not exist.
  func lines(_ name: String) -> [String] { (try? read(name))?.split(separator: "\n").map(String.init) ?? [] }

  /// One command to its end, with this site's configuration.
  func run(_ words: String..., environment: [String: String] = [:]) async throws -> Tasksd.Reply {
    try await run(words, environment: environment)
  }

  func run(_ words: [String], environment: [String: String] = [:]) async throws -> Tasksd.Reply {
    try await bare(words + ["--config", configuration], environment: environment)
  }

  /// One command to its end, with no other words than these.
  func bare(_ words: [String], environment: [String: String] = [:]) async throws -> Tasksd.Reply {
    try await Tasksd.run(words, in: directory, environment: environment, children: children)
  }

  /// Sends a task and returns its id.
  func call(_ words: String...) async throws -> String {
    let reply = try await run(["call"] + words)
    guard reply.status == 0 else { throw Unexpected(reply) }
    return reply.output
  }

  /// What `ctl inspect` says of the one node there is.
  func inspect(_ words: String...) async throws -> JSONValue {
    let reply = try await run(["ctl", "inspect", "--json"] + words)
    guard reply.status == 0, let node = try reply.json.objectValue?.keys.first else { throw Unexpected(reply) }
    return try reply.json[node] ?? .null
  }

  /// A daemon that is ready.
  func daemon(
    _ words: String..., environment: [String: String] = [:], configuration: String? = nil
  ) async throws -> DaemonProcess {
    let daemon = try await start(words, environment: environment, configuration: configuration)
    try await daemon.waitForReady()
    return daemon
  }

  /// A daemon that begins to start.
  func start(
    _ words: [String], environment: [String: String] = [:], configuration: String? = nil, descriptor: CInt? = nil
  ) async throws -> DaemonProcess {
    let command = (words.isEmpty ? ["run"] : words) + ["--config", configuration ?? self.configuration]
    let program = descriptor == nil ? [Tasksd.path] : ["/bin/sh", "-c", "LISTEN_PID=$$ exec \"$@\"", "sh", Tasksd.path]
    let child = try await ChildProcess(
      program + command, environment: Tasksd.environment.merging(environment) { $1 }, directory: directory,
      descriptor: descriptor)
    children.add(child)
    return DaemonProcess(child)
  }
}

/// A command ended in a way that its story does not go on from.
struct Unexpected: Error, CustomStringConvertible {
  let description: String

  init(_ reply: Tasksd.Reply) { description = reply.description }
  init(_ text: String) { description = text }
}
