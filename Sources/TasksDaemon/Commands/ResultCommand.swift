import ArgumentParser
import TaskModel

/// `tasksd result`: what became of a task.
struct ResultCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "result", abstract: "Show what became of a task.",
    discussion: """
      Prints the result as JSON. Exits 0 for success, 1 for failure, for an unknown id and for one that is not done yet.
      """)

  @Argument(help: "The task's id.") var id: String
  @Flag(help: "Wait until it is done, for as long as it takes or for --wait-seconds.") var wait = false
  @Option(help: ArgumentHelp("Wait this long.", valueName: "seconds")) var waitSeconds: Double?
  @Flag(help: "Delete the record.") var forget = false
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var client: ClientOptions

  func run() async throws {
    configuration.noteIgnored()
    try await StoreAccess.during(configuration, client) { access in
      if forget {
        try await forget(access)
      } else if wait || waitSeconds != nil {
        try await ResultReport.wait(for: TaskID(id), seconds: waitSeconds, access: access, json: client.json)
      } else {
        try ResultReport.show(try await access.result(of: TaskID(id), waiting: nil), json: client.json)
      }
    }
  }

  private func forget(_ access: StoreAccess) async throws {
    let reply = try await access.forget(TaskID(id))
    if client.json { Terminal.print(json: .object(reply)) }
    if reply["forgotten"]?.boolValue != true { throw DaemonError(.failure, client.json ? "" : "unknown: \(id)") }
  }
}

/// Prints a result and decides the exit code.
enum ResultReport {
  /// One long poll; whoever waits longer polls again.
  private static let slice = 600.0

  static func wait(for id: TaskID, seconds: Double?, access: StoreAccess, json: Bool) async throws {
    let record = try await Progress.during("waiting for \(id)", on: access.timer) { () async throws(DaemonError) in
      var left = seconds
      while true {
        let wait = min(left ?? slice, slice)
        let record = try await access.result(of: id, waiting: Duration(saturatingSeconds: wait))
        left = left.map { $0 - wait }
        if isFinal(record) || (left.map { $0 <= 0 } ?? false) { return record }
      }
    }
    try show(record, json: json)
  }

  private static func isFinal(_ record: JSONObject) -> Bool {
    TaskState(rawValue: record["state"]?.stringValue ?? "").isFinal
  }

  static func show(_ record: JSONObject, json: Bool) throws {
    let state = TaskState(rawValue: record["state"]?.stringValue ?? "PENDING")
    if json { Terminal.print(json: .object(record)) }
    switch state {
    case .success:
      if !json { Terminal.print(json: record["result"] ?? .null) }
    case .failure, .revoked:
      let failure = record["failure"]
      let type = failure?["type"]?.stringValue ?? state.rawValue
      let message = failure?["message"]?.stringValue ?? ""
      let details = failure?["details"]?.stringValue.map { "\n\($0)" } ?? ""
      throw DaemonError(.failure, json ? "" : "\(state): \(type)\(message.isEmpty ? "" : ": \(message)")\(details)")
    case .pending:
      throw DaemonError(.failure, json ? "" : "unknown: no result of this id (not run yet, expired, or never sent)")
    default:
      let meta = StateWording.text(record["result"] ?? .null)
      throw DaemonError(.failure, json ? "" : "not done yet: \(state)\(meta.isEmpty ? "" : " ")\(meta)")
    }
  }
}
