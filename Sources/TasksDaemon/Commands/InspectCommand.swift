import ArgumentParser
import ControlAPI
import TaskModel

/// `tasksd ctl inspect`.
struct InspectCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "inspect", abstract: "Show what a daemon does and holds.",
    discussion: "WHAT is one of: \(InspectName.allCases.map(\.rawValue).joined(separator: ", ")).")

  @Argument(help: ArgumentHelp("What to look at.", valueName: "what")) var what: String
  @Argument(help: ArgumentHelp("Task ids, for query_task.", valueName: "id")) var ids: [String] = []
  @Option(help: ArgumentHelp("At most so many.", valueName: "n")) var limit: Int?
  @Option(help: ArgumentHelp("How many fire times, for schedule.", valueName: "n")) var next: Int?
  @OptionGroup var nodes: NodeOption
  @OptionGroup var daemon: DaemonOption

  func validate() throws {
    guard let name = InspectName(rawValue: what) else {
      let near = nearestName(to: what, among: InspectName.allCases.map(\.rawValue))
      throw ValidationError(
        "there is nothing called '\(what)' to inspect\(near.map { "; did you mean \($0)?" } ?? ""): "
          + InspectName.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if name == .queryTask && ids.isEmpty { throw ValidationError("query_task needs the ids of tasks") }
    if name != .queryTask && !ids.isEmpty { throw ValidationError("\(what) takes no ids") }
  }

  func run() async throws {
    var parameters = JSONObject()
    if !ids.isEmpty { parameters["id"] = .array(ids.map(JSONValue.string)) }
    if let limit { parameters["limit"] = .integer(Int64(limit)) }
    if let next { parameters["next"] = .integer(Int64(next)) }
    let fields = nodes.added(to: parameters, daemon.client)
    let reply = try await daemon.ask(patience: nodes.patience) { client throws(DaemonClientError) in
      try await client.inspect(what, parameters: fields)
    }
    try nodes.show(reply, json: daemon.json) { "\($0):\n\(InspectView(what: what).text($1))" }
  }
}
