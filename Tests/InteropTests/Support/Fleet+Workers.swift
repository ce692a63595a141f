import FoundationEssentials
import TaskModel

extension Fleet {
  /// A worker that takes tasks. Both kinds have two slots and take from `celery` and `other`.
  func worker(_ kind: WorkerKind, _ name: String = "one", settings: JSONObject = JSONObject()) async throws -> Node {
    let node = try await startWorker(kind, name, settings: settings)
    try await node.waitForReady()
    return node
  }

  /// A worker that begins to start.
  /// - Parameter settings: Celery's settings, by their lower-case names; both kinds know them.
  func startWorker(_ kind: WorkerKind, _ name: String, settings: JSONObject = JSONObject()) async throws -> Node {
    switch kind {
    case .python: try await startPython(name, settings)
    case .tasksd: try await startTasksd("worker", name, options: Self.options(settings))
    }
  }

  private func startPython(_ name: String, _ settings: JSONObject) async throws -> Node {
    let words = [
      try Interop.python(), "-m", "celery", "-A", "app", "worker", "-n", "\(name)@interop", "-Q", "celery,other", "-c",
      "2", "--loglevel", "info",
    ]
    let child = try await start(
      words, environment: ["INTEROP_CONF": settings.description], in: Interop.scripts)
    return Node(kind: .python, name: "\(name)@interop", child: child)
  }

  /// A tasksd, by its sub-command. Nodes of different names have configurations of their own.
  /// - Parameters:
  ///   - options: further lines of [tasksd].
  ///   - sections: further sections.
  ///   - environment: what is stronger than the file: `TASKSD_BROKER_URL` and the like.
  func startTasksd(
    _ command: String, _ name: String, options: String = "", sections: String = "",
    environment: [String: String] = [:]
  ) async throws -> Node {
    try configure(name, options: options, sections: sections)
    let child = try await start(
      [try Interop.application(), command, "--config", path("\(name).ini"), "--hostname", "\(name)@interop"],
      environment: environment)
    return Node(kind: .tasksd, name: "\(name)@interop", child: child)
  }

  /// Writes the configuration of a tasksd that need not run.
  func configure(_ name: String, options: String = "", sections: String = "") throws {
    try write("\(name).ini", configuration(name, options: options, sections: sections))
  }

  private func configuration(_ name: String, options: String, sections: String) -> String {
    """
    [tasksd]
    broker_url = \(brokerURL)
    state_directory = %(here)s/\(name)
    control_socket = %(here)s/\(name).sock
    log_format = json
    log_level = debug
    worker_concurrency = 2
    worker_queues = celery other
    \(options)
    [task:demo.shell]
    command = echo hello {0}
    result = text
    [task:demo.shell_named]
    command = echo hello {name}
    result = text
    [task:demo.shell_fails]
    command = sh -c "echo out of paper >&2; exit 3"
    [task:demo.shell_sleeps]
    command = sleep 60
    \(sections)
    """
  }

  private static func options(_ settings: JSONObject) -> String {
    settings.map { key, value in "\(key) = \(value.stringValue ?? value.description)" }.joined(separator: "\n")
  }
}

extension Fleet {
  /// What `ctl … --json` says of the tasksd of this name.
  func control(of name: String, _ words: String...) async throws -> JSONValue {
    let text = try await run([try Interop.application(), "ctl"] + words + ["--json", "--config", path("\(name).ini")])
    return try JSONParser.parse(text)
  }
}
